using Microsoft.Extensions.Logging;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Streams;

/// <summary>Takes a manager's streams from one plan to the next.</summary>
/// <remarks>
/// Thread-safe. Calls wait for each other, but not for a stream that cannot close its files: the one that is to follow it begins when it can.
/// </remarks>
internal sealed partial class PlanApplier(StreamManager manager, TimeProvider time, ILogger log)
{
    // Closing files takes a second or two. What takes longer may take for ever, as on a server of files that is gone, and others
    // are not to wait for it.
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(10);

    // Whoever holds it may write what follows.
    private readonly SemaphoreSlim _applying = new(1);

    // The streams of the last plan that was applied, as they were changed since; replaced as a whole.
    private volatile IReadOnlyList<StreamPlan> _applied = [];

    /// <summary>What applying a plan would do.</summary>
    public PlanChange ChangeTo(HostPlan plan) => PlanChange.Between(_applied, plan.Streams);

    /// <inheritdoc cref="StreamManager.ApplyAsync" />
    public async Task ApplyAsync(HostPlan plan, CancellationToken cancellationToken)
    {
        using var change = manager.ExpectStreams();
        await _applying.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var difference = ChangeTo(plan);
            // At once, since whoever changes a stream begins with its plan, and again for what others have begun meanwhile.
            Keep(difference.Kept);
            await ApplyAsync(difference, cancellationToken).ConfigureAwait(false);
            Keep(difference.Kept);
        }
        finally
        {
            _applying.Release();
        }
    }

    /// <inheritdoc cref="StreamManager.ChangeAsync" />
    public async Task ChangeAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        await _applying.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _applied = [.. _applied.Select(other => other.StreamName == plan.StreamName ? plan : other)];
            // One that was stopped stays so, also as long as it cannot close its files.
            if (manager.Find(plan.StreamName) is { } stream && !manager.IsClosing(plan.StreamName))
            {
                // What a stream goes on with while another waits to take its place is of no use to it.
                if (stream.Plan.IsSameStream(plan) && manager.Follower(plan.StreamName) is null) stream.Adopt(plan);
                else await ReplaceAsync(stream, plan, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _applying.Release();
        }
    }

    /// <inheritdoc cref="StreamManager.StopInTimeAsync" />
    public async Task StopAsync(HostedStream stream)
    {
        if (!await IsDoneInTimeAsync(manager.StopAsync(stream), CancellationToken.None).ConfigureAwait(false)) LogClosing(stream.Name);
    }

    private void Keep(IReadOnlyList<StreamPlan> plans)
    {
        foreach (var plan in plans)
        {
            var name = plan.StreamName;
            if (manager.Follower(name) is { } follower)
            {
                if (follower != plan && follower.IsSameStream(plan) && manager.ChangeFollower(follower, plan)) _ = FollowAsync(plan);
            }
            else if (manager.Find(name) is { } stream && stream.Plan != plan && stream.Plan.IsSameStream(plan)) stream.Adopt(plan);
            manager.Keep(plan);
        }
    }

    private async Task ApplyAsync(PlanChange change, CancellationToken cancellationToken)
    {
        _applied = [.. _applied.Where(plan => !change.Stopped.Contains(plan.StreamName))];
        try
        {
            var stopped = await StopAsync(change, cancellationToken).ConfigureAwait(false);
            var closing = stopped.Where(stream => stream.IsUnderWay).ToList();
            foreach (var stream in closing) LogClosing(stream.Name);
            foreach (var plan in change.Started)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Who has ended a changed stream meanwhile does not want it to begin anew.
                var following = stopped.Any(stream => stream.Name == plan.StreamName) ? FollowAsync(plan) : PutAsync(plan);
                _applied = [.. _applied, plan];
                // Somebody may have begun another of its name meanwhile, which may not close its files either.
                if (closing.All(stream => stream.Name != plan.StreamName) && !await IsDoneInTimeAsync(following, cancellationToken).ConfigureAwait(false))
                    LogClosing(plan.StreamName);
            }
        }
        finally
        {
            // What is left out begins no more.
            foreach (var plan in change.Started.Except(_applied)) manager.ChangeFollower(plan, null);
        }
    }

    // Gives the streams that were listed under the names; some may still be closing.
    private async Task<IReadOnlyList<HostedStream>> StopAsync(PlanChange change, CancellationToken cancellationToken)
    {
        // Who follows a changed stream sees another take its place, and no end.
        var changed = change.Started.ToDictionary(plan => plan.StreamName);
        // Also those that plans know nothing of, or that were left closing before.
        var stopped = change.Stopped.Union(changed.Keys).Select(manager.Find).OfType<HostedStream>().ToList();
        try
        {
            await IsDoneInTimeAsync(
                    Task.WhenAll(stopped.Select(
                        stream => changed.TryGetValue(stream.Name, out var plan) ? manager.EndAsync(stream, plan) : manager.StopAsync(stream))),
                    cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            foreach (var name in change.Stopped.Where(name => !changed.ContainsKey(name))) manager.Drop(name);
        }
        return stopped;
    }

    private async Task ReplaceAsync(HostedStream stream, StreamPlan plan, CancellationToken cancellationToken)
    {
        var replacing = manager.ReplaceAsync(plan);
        if (!await IsDoneInTimeAsync(replacing, cancellationToken).ConfigureAwait(false)) LogClosing(stream.Name);
    }

    private async Task<bool> IsDoneInTimeAsync(Task work, CancellationToken cancellationToken)
    {
        try
        {
            await work.WaitAsync(ClosingPatience, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // Once the stream that holds its name has closed its files after all, unless something else is wanted by then. Left to itself
    // it fails only where the manager is disposed, and nothing begins any more.
    private async Task PutAsync(StreamPlan plan)
    {
        using var change = manager.ExpectStreams();
        await manager.PutAsync(plan).ConfigureAwait(false);
    }

    // The same of a stream that was noted as what follows when its old one was told to end; nothing begins where that is withdrawn.
    private async Task FollowAsync(StreamPlan plan)
    {
        using var change = manager.ExpectStreams();
        await manager.FollowAsync(plan).ConfigureAwait(false);
    }

    private void LogClosing(string stream)
    {
        if (manager.Follower(stream) is null) LogClosing(log, stream, ClosingPatience.TotalSeconds);
        else LogHeldUp(log, stream, ClosingPatience.TotalSeconds);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream:l} has not closed its outputs within {Seconds} s: is a disk or a server of files gone?")]
    private static partial void LogClosing(ILogger log, string stream, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Stream:l} has not closed its outputs within {Seconds} s: is a disk or a server of files gone? What is to follow it begins when it has")]
    private static partial void LogHeldUp(ILogger log, string stream, double seconds);
}
