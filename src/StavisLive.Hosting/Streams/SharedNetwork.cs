using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;

namespace StavisLive.Hosting.Streams;

/// <summary>The one network of all streams: made when the first of them asks for it, and watched from then on.</summary>
/// <param name="create">Makes the predictor that a configuration asks for, unless nobody wants it any more; called on a thread of the scheduler.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedNetwork(Func<ModelConfig, CancellationToken, ISaliencyPredictor> create, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // Else whoever mistyped a file's name waits for a network before reading that.
    private readonly CancellationTokenSource _unwanted = new();
    private InferenceScheduler? _scheduler;
    private volatile ISaliencyPredictor? _predictor; // the scheduler's; only asked where it computes
    private Task _watching = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>Fails with the network's own exception when that fails; never done before, and cancelled with the disposal.</summary>
    public Task Failed => _failed.Task;

    /// <summary>What ended it before its time; null while all is well.</summary>
    public Exception? Failure => _failed.Task.Exception?.InnerException;

    /// <summary>Whether it is loaded and warm.</summary>
    public bool IsReady
    {
        get
        {
            lock (_lock) return _scheduler is { Ready.IsCompletedSuccessfully: true } && Failure is null;
        }
    }

    /// <summary>Whether it computes on CUDA now.</summary>
    public bool UsesCuda => IsReady && _predictor is { UsesCuda: true };

    /// <summary>The scheduler; whoever asks first says which network it runs.</summary>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public IInference For(ModelConfig config)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_scheduler is null)
            {
                _scheduler = new InferenceScheduler(() => _predictor = create(config, _unwanted.Token), time, config.Shares);
                _scheduler.Start();
                _watching = WatchAsync(_scheduler);
            }
            return _scheduler;
        }
    }

    /// <summary>A stream has ended: fails all others where the network was its cause.</summary>
    public void NoteFailure()
    {
        lock (_lock)
        {
            if ((_scheduler?.Failure ?? _scheduler?.Ready.Exception?.InnerException) is { } failure) _failed.TrySetException(failure);
        }
    }

    /// <summary>Once no stream uses it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }
        await _unwanted.CancelAsync().ConfigureAwait(false);
        if (_scheduler is not null) await _scheduler.DisposeAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        _failed.TrySetCanceled();
        _unwanted.Dispose();
    }

    // It may fail before any stream needs it, while they all wait for their sources.
    private async Task WatchAsync(InferenceScheduler scheduler)
    {
        try
        {
            await scheduler.Ready.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_unwanted.IsCancellationRequested)
        {
            // Nobody waits for it.
        }
        catch (Exception e)
        {
            // Told to whoever waits for it, as its own.
            _failed.TrySetException(e);
        }
    }
}
