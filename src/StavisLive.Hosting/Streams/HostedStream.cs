using Microsoft.Extensions.Logging;
using StavisLive.Core.Recording;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Windowing;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Composition.Outputs;

namespace StavisLive.Hosting.Streams;

/// <summary>One stream that a <see cref="StreamManager"/> runs: its source, session and outputs, made, run and closed on a task of its own.</summary>
/// <remarks>
/// Nothing that happens to it is thrown at anybody: <see cref="Ended"/> tells it. Thread-safe. It is ended through its manager.
/// </remarks>
public sealed partial class HostedStream
{
    private readonly StreamSurroundings _shared;
    private readonly IStreamOwner _owner;
    private readonly ILoggerFactory _logs;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<StreamEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamHub _hub;
    private readonly Lock _recorderLock = new();
    private volatile StreamPlan _plan;
    private FlightRecorder? _recorder;
    private Exception? _cause;
    private volatile StreamSession? _session;
    private volatile StreamEnd? _end;
    private volatile bool _isStarted;
    private volatile bool _isDisplayClosed;

    internal HostedStream(StreamPlan plan, StreamSurroundings shared, IStreamOwner owner)
    {
        _plan = plan;
        _shared = shared;
        _owner = owner;
        _hub = new StreamHub(plan.StreamName);
        _logs = plan.IsOneOfMany ? new StreamLogs(shared.Logs, plan.StreamName) : shared.Logs;
    }

    /// <summary>Its name, of which there is only one under way at a time; safe to show.</summary>
    public string Name => Plan.StreamName;

    /// <summary>What is asked for; another plan of the same stream may take its place while it runs.</summary>
    public StreamPlan Plan => _plan;

    /// <summary>How far it is at this moment.</summary>
    public StreamState State => _end switch
    {
        { Cause: not null } => StreamState.Failed,
        not null => StreamState.Ended,
        null when _stop.IsCancellationRequested => StreamState.Stopping,
        null when _isStarted => StreamState.Running,
        null => StreamState.Starting,
    };

    /// <summary>Done when everything of it is closed: how it ended. Never fails.</summary>
    public Task<StreamEnd> Ended => _ended.Task;

    /// <summary>Whether it may still have something open.</summary>
    internal bool IsUnderWay => !Ended.IsCompleted;

    /// <summary>How it ended; null until everything of it is closed.</summary>
    public StreamEnd? End => _end;

    /// <summary>Whether somebody has closed its display; it goes on without.</summary>
    public bool IsDisplayClosed => _isDisplayClosed;

    /// <summary>What it publishes, for anyone to subscribe to at any time, also before it begins. Ends with it.</summary>
    public IStreamFeed Feed => _hub;

    /// <summary>How far its frames and maps are; null before its session is there.</summary>
    public SessionStatus? Status() => _session?.Status();

    /// <summary>Has its flight recorder write what it remembers; returns at once, and what goes wrong is told in the log.</summary>
    /// <param name="reason">Why, in a word or two; part of the file's name.</param>
    /// <returns>False where it has no recorder, or not now: before it began and after it has ended.</returns>
    public bool TriggerRecording(string reason)
    {
        // Together with its disposal: a recorder takes nothing after that.
        lock (_recorderLock)
        {
            _recorder?.Trigger(reason);
            return _recorder is not null;
        }
    }

    /// <summary>Goes on as the stream of another plan that asks for the same stream.</summary>
    internal void Adopt(StreamPlan plan)
    {
        _plan = plan;
        _owner.Change();
    }

    /// <summary>Begins it. Once.</summary>
    internal void Begin() => _ = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>Stops it; its files are closed as after an interruption. Any number of times, also when it has ended.</summary>
    internal async Task<StreamEnd> StopAsync()
    {
        var stopping = _stop.CancelAsync();
        _owner.Change();
        await stopping.ConfigureAwait(false);
        return await Ended.ConfigureAwait(false);
    }

    /// <summary>Stops it for a cause that is not its own and that its end tells; the first one counts.</summary>
    internal Task<StreamEnd> FailAsync(Exception cause)
    {
        Interlocked.CompareExchange(ref _cause, cause, null);
        return StopAsync();
    }

    private async Task RunAsync()
    {
        var end = await ReachEndAsync().ConfigureAwait(false);
        try
        {
            _owner.End(end);
        }
        finally
        {
            // It may have failed before it had anything to publish.
            _hub.Dispose();
            _end = end;
            _ended.SetResult(end);
            _owner.Change();
        }
    }

    private async Task<StreamEnd> ReachEndAsync()
    {
        try
        {
            _owner.Begin(this);
            var outcome = await RunSessionAsync().ConfigureAwait(false);
            return new StreamEnd(Plan, outcome, _cause);
        }
        catch (Exception e)
        {
            return new StreamEnd(Plan, null, _cause ?? e);
        }
    }

    private async Task<SessionOutcome> RunSessionAsync()
    {
        var config = Plan.Config;
        var log = _logs.CreateLogger<HostedStream>();
        // The network loads while the source is opened.
        var network = _shared.Network.For(config.Model);
        IReadOnlyList<StreamOutput> outputs = [.. StreamOutputs.Of(Plan)];
        var parts = SinkParts.For(Plan, _shared.Time, _logs);
        await using var recorder = RecorderFactory.Create(Plan, _shared.Time, _logs);
        // It holds nothing before it is open. Sinks may, a thread for one: they are made when nothing more can fail before the session owns them.
        var source = SourceFactory.Create(Plan, _shared.Time, _logs);
        var sinks = await SinkSet.CreateAsync(outputs, parts, _shared.Sinks.SelectMany(provider => provider.CreateSinks(Plan))).ConfigureAwait(false);
        await using var session = new StreamSession(
            new SessionOptions
            {
                Name = Plan.StreamName,
                Alignment = Plan.Alignment,
                WindowFps = config.Window.Fps,
                Audio = config.Source.Mic != "none",
                Priority = Plan.Priority,
                Tap = recorder,
                Hub = _hub,
                EndsWithSinks = _shared.EndsWithOutputs,
                Renewal = sink => Plan.IsCaptured && sinks.OutputOf(sink) is { CanBeginAnew: true } output ? RenewalOf(output, parts) : null,
            },
            new StartedSource(source, () => MakeRoom(outputs), NoteStarted),
            [.. sinks.All.Select(made => made.Sink)], network, new FramePreprocessor(), _shared.Time, log);
        _session = session;
        Use(recorder);
        try
        {
            await using var closing = sinks.DisplayClosed.Register(NoteDisplayClosed);
            var outcome = await session.RunAsync(_stop.Token).ConfigureAwait(false);
            if (outcome.SourceFailure is { } failure) LogSourceFailed(log, failure.Message);
            return outcome;
        }
        finally
        {
            Use(null);
        }
    }

    private void Use(FlightRecorder? recorder)
    {
        lock (_recorderLock) _recorder = recorder;
    }

    // What a file gave can be made again, and is replaced.
    private void MakeRoom(IEnumerable<StreamOutput> outputs) => _shared.Files.MakeRoom(outputs, Plan.KeepsEarlier);

    private Func<Task<ISink>> RenewalOf(StreamOutput output, SinkParts parts) => () =>
    {
        _shared.Files.MakeRoomWithin(output);
        return output.CreateAsync(parts);
    };

    private void NoteStarted()
    {
        _isStarted = true;
        _owner.Change();
    }

    private void NoteDisplayClosed()
    {
        _isDisplayClosed = true;
        _owner.Change();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason:l}")]
    private static partial void LogSourceFailed(ILogger log, string reason);
}
