using Microsoft.Extensions.Logging;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Streams;

/// <summary>Takes the streams of a table from one plan to the next.</summary>
/// <remarks>
/// Thread-safe. Calls wait for each other, but not for a stream that cannot close its files: what is to take its place begins when it can.
/// </remarks>
/// <param name="table">The streams.</param>
/// <param name="activity">Busy as long as a plan is applied.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told which streams don't close their files.</param>
internal sealed partial class PlanApplier(StreamTable table, ActivityCount activity, TimeProvider time, ILogger log)
{
    // Closing files takes a second or two. What takes longer may take for ever, as on a server of files that is gone, and others
    // are not to wait for it.
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(10);

    // Whoever holds it may write `_applied`.
    private readonly SemaphoreSlim _applying = new(1);

    // The streams of the last plan that was applied, as they were changed since; replaced as a whole.
    private volatile IReadOnlyList<StreamPlan> _applied = [];

    /// <summary>Told the name of a stream that the next plan hasn't; see <see cref="StreamManager.Dropped"/>.</summary>
    public required Action<string> Dropped { get; init; }

    /// <summary>Told what the next plan says of a stream that it leaves as it was; see <see cref="StreamManager.Kept"/>.</summary>
    public required Action<StreamPlan> Kept { get; init; }

    /// <summary>What applying a plan would do.</summary>
    public PlanChange ChangeTo(HostPlan plan) => PlanChange.Between(_applied, plan.Streams);

    /// <inheritdoc cref="StreamManager.ApplyAsync" />
    public async Task ApplyAsync(HostPlan plan, CancellationToken cancellationToken)
    {
        using var change = activity.Enter();
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
            if (table.Find(plan.StreamName) is { } stream && !table.IsClosing(plan.StreamName))
            {
                // What a stream goes on with while another waits to take its place is of no use to it.
                if (stream.Plan.IsSameStream(plan) && table.SuccessorOf(plan.StreamName) is null) stream.Adopt(plan);
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
        if (!await IsDoneInTimeAsync(table.StopAsync(stream), CancellationToken.None).ConfigureAwait(false)) LogClosing(stream.Name);
    }

    private void Keep(IReadOnlyList<StreamPlan> plans)
    {
        foreach (var plan in plans)
        {
            var name = plan.StreamName;
            if (table.SuccessorOf(name) is { } successor)
            {
                // Left to itself it fails only where the manager is disposed, and nothing begins any more.
                if (successor != plan && successor.IsSameStream(plan) && table.ChangeSuccessor(successor, plan)) _ = table.SucceedAsync(plan);
            }
            else if (table.Find(name) is { } stream && stream.Plan != plan && stream.Plan.IsSameStream(plan)) stream.Adopt(plan);
            Kept(plan);
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
                var beginning = stopped.Any(stream => stream.Name == plan.StreamName) ? table.SucceedAsync(plan) : table.PutAsync(plan);
                _applied = [.. _applied, plan];
                // Somebody may have begun another of its name meanwhile, which may not close its files either.
                if (closing.All(stream => stream.Name != plan.StreamName) && !await IsDoneInTimeAsync(beginning, cancellationToken).ConfigureAwait(false))
                    LogClosing(plan.StreamName);
            }
        }
        finally
        {
            // What is left out begins no more.
            foreach (var plan in change.Started.Except(_applied)) table.ChangeSuccessor(plan, null);
        }
    }

    // Gives the streams that were listed under the names; some may still be closing.
    private async Task<IReadOnlyList<HostedStream>> StopAsync(PlanChange change, CancellationToken cancellationToken)
    {
        // Who observes a changed stream sees another take its place, and no end.
        var changed = change.Started.ToDictionary(plan => plan.StreamName);
        // Also those that plans know nothing of, or that were left closing before.
        var stopped = change.Stopped.Union(changed.Keys).Select(table.Find).OfType<HostedStream>().ToList();
        try
        {
            await IsDoneInTimeAsync(
                    Task.WhenAll(stopped.Select(
                        stream => changed.TryGetValue(stream.Name, out var plan) ? table.EndAsync(stream, plan) : table.StopAsync(stream))),
                    cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            foreach (var name in change.Stopped.Where(name => !changed.ContainsKey(name))) Dropped(name);
        }
        return stopped;
    }

    private async Task ReplaceAsync(HostedStream stream, StreamPlan plan, CancellationToken cancellationToken)
    {
        var replacing = table.ReplaceAsync(plan);
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

    private void LogClosing(string stream)
    {
        if (table.SuccessorOf(stream) is null) LogClosing(log, stream, ClosingPatience.TotalSeconds);
        else LogHeldUp(log, stream, ClosingPatience.TotalSeconds);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream:l} has not closed its outputs within {Seconds} s: is a disk or a server of files gone?")]
    private static partial void LogClosing(ILogger log, string stream, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Stream:l} has not closed its outputs within {Seconds} s: is a disk or a server of files gone? What is to take its place begins when it has")]
    private static partial void LogHeldUp(ILogger log, string stream, double seconds);
}
