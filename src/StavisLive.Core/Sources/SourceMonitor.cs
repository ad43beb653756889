using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Sources;

/// <summary>Where a source's state is kept, for whoever shows, logs or publishes it. Thread-safe.</summary>
/// <param name="time">Clock of the changes.</param>
public sealed class SourceMonitor(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _skips = [];
    private SourceStateChange _last = new(SourceState.Connecting, null, time.GetUtcNow(), 0);
    private Action<SourceStateChange>? _followers;
    private Action<string, long>? _skipFollowers;

    /// <summary>The state now.</summary>
    public SourceState State => Last.State;

    /// <summary>The newest change.</summary>
    public SourceStateChange Last => Volatile.Read(ref _last);

    /// <summary>Frames that the source left out, by <see cref="SkipReason"/>.</summary>
    public IReadOnlyDictionary<string, long> Skips
    {
        get
        {
            lock (_lock) return new Dictionary<string, long>(_skips);
        }
    }

    /// <summary>Tells the newest change at once and every later one when it happens, each once and in order.</summary>
    /// <param name="follower">Called by whoever caused the change; must neither wait nor throw.</param>
    public void Subscribe(Action<SourceStateChange> follower)
    {
        lock (_lock)
        {
            _followers += follower;
            follower(_last);
        }
    }

    /// <summary>Tells how many frames the source has left out so far, by <see cref="SkipReason"/>, and every one that it leaves out later.</summary>
    /// <param name="follower">Must neither wait nor throw.</param>
    internal void SubscribeSkips(Action<string, long> follower)
    {
        lock (_lock)
        {
            _skipFollowers += follower;
            foreach (var (reason, count) in _skips) follower(reason, count);
        }
    }

    /// <summary>Takes note of a state. What is known already is no change.</summary>
    public void Report(SourceState state, string? reason = null)
    {
        lock (_lock)
        {
            if (_last.State == state && _last.Reason == reason) return;
            Change(state, reason);
        }
    }

    /// <summary>Takes note of a state if the one before still is what the caller took it for.</summary>
    internal void Report(SourceState before, SourceState state, string? reason = null)
    {
        lock (_lock)
        {
            if (_last.State == before) Change(state, reason);
        }
    }

    /// <summary>Takes note of a frame that was left out.</summary>
    internal void Skip(string reason)
    {
        lock (_lock)
        {
            _skips[reason] = _skips.GetValueOrDefault(reason) + 1;
            _skipFollowers?.Invoke(reason, 1);
        }
    }

    private void Change(SourceState state, string? reason)
    {
        var isNew = (state is SourceState.Warming or SourceState.Live) && (_last.State is SourceState.Connecting or SourceState.Reconnecting);
        var change = new SourceStateChange(state, reason, time.GetUtcNow(), _last.Connection + (isNew ? 1 : 0));
        Volatile.Write(ref _last, change);
        _followers?.Invoke(change);
    }
}
