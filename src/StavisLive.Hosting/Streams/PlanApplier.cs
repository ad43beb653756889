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

    // The last plan that was applied as it was given.
    private volatile HostPlan? _wanted;

    /// <summary>What applying a plan would do.</summary>
    public PlanChange ChangeTo(HostPlan plan) => PlanChange.Between(_applied, plan.Streams);

    /// <inheritdoc cref="StreamManager.ApplyAsync" />
    public async Task ApplyAsync(HostPlan plan, CancellationToken cancellationToken)
    {
        using var change = manager.ExpectStreams();
        await _applying.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _wanted = plan;
            await ApplyAsync(ChangeTo(plan), cancellationToken).ConfigureAwait(false);
            foreach (var kept in plan.Streams)
            {
                if (manager.Find(kept.StreamName) is { } stream && stream.Plan != kept && stream.Plan.IsSameStream(kept)) stream.Adopt(kept);
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
                if (stream.Plan.IsSameStream(plan) && !manager.IsBeingReplaced(plan.StreamName)) stream.Adopt(plan);
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
        foreach (var stream in closing)
        {
            LogClosing(log, stream.Name, ClosingPatience.TotalSeconds);
            if (changed.Contains(stream.Name)) _ = FollowAsync(stream);
        }
        foreach (var plan in change.Started.Where(plan => closing.All(stream => stream.Name != plan.StreamName)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await manager.PutAsync(plan).ConfigureAwait(false);
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

    // What is wanted by then, once the stream that holds its name has closed its files after all.
    private async Task FollowAsync(HostedStream stream)
    {
        using var change = manager.ExpectStreams();
        await stream.Ended.ConfigureAwait(false);
        try
        {
            await ApplyAsync(_wanted!, CancellationToken.None).ConfigureAwait(false);
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
