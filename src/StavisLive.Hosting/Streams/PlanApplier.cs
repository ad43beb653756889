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
            await ApplyAsync(ChangeTo(plan), cancellationToken).ConfigureAwait(false);
            foreach (var kept in plan.Streams)
            {
                if (manager.Follower(kept.StreamName) is { } follower)
                {
                    if (follower != kept && follower.IsSameStream(kept)) _ = FollowAsync(kept);
                }
                else if (manager.Find(kept.StreamName) is { } stream && stream.Plan != kept && stream.Plan.IsSameStream(kept)) stream.Adopt(kept);
            }
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
            if (manager.Find(plan.StreamName) is { } stream)
            {
                // What a stream goes on with while another waits to take its place is of no use to it.
                if (stream.Plan.IsSameStream(plan) && manager.Follower(plan.StreamName) is null) stream.Adopt(plan);
                else await ReplaceAsync(stream, plan, cancellationToken).ConfigureAwait(false);
            }
            _applied = [.. _applied.Select(other => other.StreamName == plan.StreamName ? plan : other)];
        }
        finally
        {
            _applying.Release();
        }
    }

    private async Task ApplyAsync(PlanChange change, CancellationToken cancellationToken)
    {
        // Who follows a changed stream sees another take its place, and no end.
        var changed = change.Started.Select(plan => plan.StreamName).ToHashSet();
        // Also those that plans know nothing of, or that were left closing before.
        var stopped = change.Stopped.Union(changed).Select(manager.Find).OfType<HostedStream>().ToList();
        await IsDoneInTimeAsync(
                Task.WhenAll(stopped.Select(stream => changed.Contains(stream.Name) ? manager.EndAsync(stream) : manager.StopAsync(stream))), cancellationToken)
            .ConfigureAwait(false);
        _applied = [.. _applied.Where(plan => !change.Stopped.Contains(plan.StreamName))];
        foreach (var name in change.Stopped.Where(name => !changed.Contains(name))) manager.Drop(name);
        var closing = stopped.Where(stream => stream.IsUnderWay).ToList();
        foreach (var stream in closing) LogClosing(log, stream.Name, ClosingPatience.TotalSeconds);
        foreach (var plan in change.Started)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (closing.Any(stream => stream.Name == plan.StreamName)) _ = FollowAsync(plan);
            else await manager.PutAsync(plan).ConfigureAwait(false);
            _applied = [.. _applied, plan];
        }
    }

    private async Task ReplaceAsync(HostedStream stream, StreamPlan plan, CancellationToken cancellationToken)
    {
        var replacing = manager.ReplaceAsync(plan);
        if (!await IsDoneInTimeAsync(replacing, cancellationToken).ConfigureAwait(false)) LogClosing(log, stream.Name, ClosingPatience.TotalSeconds);
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

    // Once the stream that holds its name has closed its files after all, unless something else is wanted by then.
    private async Task FollowAsync(StreamPlan plan)
    {
        using var change = manager.ExpectStreams();
        try
        {
            await manager.PutAsync(plan).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // Nothing begins any more.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Stream:l} has not closed its outputs within {Seconds} s: is a disk or a server of files gone? What is to follow it begins when it has")]
    private static partial void LogClosing(ILogger log, string stream, double seconds);
}
