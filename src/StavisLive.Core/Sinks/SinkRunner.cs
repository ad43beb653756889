using Microsoft.Extensions.Logging;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Queues;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>Runs one sink on its own task behind its own queue, so that it can be slow or fail alone.</summary>
/// <remarks>Owns the sink. Written to by the publisher and the window stage; the sink itself is called by one task only.</remarks>
internal sealed partial class SinkRunner : IAsyncDisposable
{
    // Offline a handful hides the encoder's hiccups. Live, a late map brings all the frames that waited for it at once:
    // a whole delay line of them must find room, or metrics and recordings would have holes.
    private const int OfflineCapacity = 8;
    private const int LiveCapacity = StreamSession.LiveDelayCapacity;

    // Audio comes in small pieces between the pictures: up to a hundred a second from a network stream. Offline it waits
    // with the pictures; live it must not push them out while an encoder starts.
    private const int OfflineAudioAllowance = 32;
    private const int LiveAudioAllowance = 128;

    private readonly ISink _sink;
    private readonly IAudioSink? _audioSink;
    private readonly IStateSink? _stateSink;
    private readonly StageQueue<SinkItem> _queue;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private Task _running = Task.CompletedTask;

    public SinkRunner(ISink sink, SourceDescription source, Action<string> skipped, TimeProvider time, ILogger log)
    {
        _sink = sink;
        _audioSink = sink as IAudioSink;
        _stateSink = sink as IStateSink;
        _time = time;
        _log = log;
        var (reason, audioReason) = (SkipReason.SinkSlow(sink.Name), SkipReason.SinkSlowForAudio(sink.Name));
        var capacity = source.IsLive ? LiveCapacity : OfflineCapacity;
        if (_audioSink is not null && source.HasAudio) capacity += source.IsLive ? LiveAudioAllowance : OfflineAudioAllowance;
        _queue = new StageQueue<SinkItem>(
            $"sink:{sink.Name}", capacity, source.IsLive ? FullMode.DropOldest : FullMode.Wait, SinkItem.Release,
            item => skipped(item.Block is null && item.Packet is null ? reason : audioReason));
    }

    /// <summary>The sink's name.</summary>
    public string Name => _sink.Name;

    /// <summary>Whether results must carry pictures.</summary>
    public bool NeedsPicture => _sink.NeedsPicture;

    /// <summary>Whether audio is wanted.</summary>
    public bool WantsAudio => _audioSink is not null;

    /// <summary>Whether changes of the source's state and audio are wanted.</summary>
    public bool WantsStates => _stateSink is not null;

    /// <summary>Done when the sink takes nothing more: at the end, or because it failed.</summary>
    public Task Ended => _running;

    /// <summary>What ended the sink before its time; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>What writing a result took.</summary>
    public LatencyRecorder Durations { get; } = new();

    /// <summary>Opens the sink and starts to run it.</summary>
    /// <exception cref="SinkException">It cannot be opened.</exception>
    public async Task StartAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        await _sink.OpenAsync(source, cancellationToken).ConfigureAwait(false);
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Queues an item; takes ownership.</summary>
    public ValueTask WriteAsync(SinkItem item) => _queue.WriteAsync(item);

    /// <summary>Lets the sink finish what is queued and close its files.</summary>
    public async Task CompleteAsync(RunSummary summary)
    {
        await DrainedAsync().ConfigureAwait(false);
        if (Failure is not null) return;
        try
        {
            await _sink.CompleteAsync(summary, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Waits until the sink has taken everything that was queued; nothing can be queued any more.</summary>
    public async Task DrainedAsync()
    {
        _queue.Complete();
        await _running.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _queue.Complete();
        await _running.ConfigureAwait(false);
        _queue.Drain();
        await _sink.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _queue.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_queue.TryRead(out var item))
                {
                    try
                    {
                        await HandOverAsync(item).ConfigureAwait(false);
                    }
                    finally
                    {
                        SinkItem.Release(item);
                    }
                }
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            _queue.Drain();
        }
    }

    private async ValueTask HandOverAsync(SinkItem item)
    {
        if (item.Block is { } block) await _audioSink!.WriteAsync(block, CancellationToken.None).ConfigureAwait(false);
        if (item.Packet is { } packet) await _audioSink!.WriteAsync(packet, CancellationToken.None).ConfigureAwait(false);
        if (item.Change is { } change) await _stateSink!.WriteAsync(change, CancellationToken.None).ConfigureAwait(false);
        if (item.AudioChange is { } audioChange) await _stateSink!.WriteAsync(audioChange, CancellationToken.None).ConfigureAwait(false);
        if (item.Result is not { } result) return;
        var begun = _time.GetTimestamp();
        await _sink.WriteAsync(result, CancellationToken.None).ConfigureAwait(false);
        Durations.Record(_time.GetElapsedTime(begun));
    }

    private void Fail(Exception cause)
    {
        Failure = cause;
        if (cause is SinkException) LogFailed(_log, Name, cause.Message);
        else LogBroken(_log, Name, cause);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Output {Sink} stopped: {Reason}")]
    private static partial void LogFailed(ILogger log, string sink, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Output {Sink} stopped unexpectedly")]
    private static partial void LogBroken(ILogger log, string sink, Exception cause);
}
