using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>Reads a device that blocks, on a thread of its own.</summary>
/// <remarks>
/// The thread owns the device, and frees it when the microphone is closed. An opening that hangs (a frozen sound server below ALSA)
/// cannot be cancelled: nobody waits for the thread without a limit.
/// </remarks>
/// <param name="name">Name for people.</param>
/// <param name="open">Opens the device; called on the thread.</param>
/// <param name="time">Clock of the stamps.</param>
internal sealed class ThreadedMicrophone(string name, Func<ISampleInput> open, TimeProvider time) : IMicrophone
{
    // 20 ms: fifty hand-overs a second, and a delay that a window of 0.6 s does not notice.
    private const int BlockLength = AudioFormat.SampleRate / 50;

    // A sound server on this machine or in its network answers within milliseconds.
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(2);

    // A read ends within a tenth of a second; what takes longer hangs, and is left to its thread.
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private volatile AudioHandler? _heard;
    private bool _isStarted;

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        var stop = _stop.Token;
        new Thread(() => Run(stop)) { Name = $"microphone {name}", IsBackground = true }.Start();
        try
        {
            await _opened.Task.WaitAsync(OpenTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new SourceException($"Microphone {name} did not open within {OpenTimeout.TotalSeconds:0} s. Does its sound server hang?", e);
        }
    }

    /// <inheritdoc />
    public async Task ListenAsync(AudioHandler heard, CancellationToken cancellationToken)
    {
        try
        {
            await WatchedAudio.ListenAsync(Begin, heard, ReadTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _heard = null;
        }

        Task Begin(AudioHandler watched)
        {
            _heard = watched;
            return _ended.Task;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_isStarted) await Task.WhenAny(_ended.Task, Task.Delay(ClosingTime, time)).ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Run(CancellationToken stop)
    {
        try
        {
            Read(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _ended.SetResult();
        }
        catch (Exception e)
        {
            // Told to whoever opens or listens.
            _opened.TrySetException(e);
            _ended.TrySetException(e);
        }
    }

    private void Read(CancellationToken stop)
    {
        using var input = open();
        _opened.SetResult();
        var samples = new float[BlockLength];
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var age = input.Read(samples, stop);
            // Until somebody listens it is kept running, so that no old audio is the first that is heard.
            _heard?.Invoke(samples, time.GetTimestamp() - (long)(age.TotalSeconds * time.TimestampFrequency));
        }
    }
}
