using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Inference;
using StavisLive.Core.Sessions;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Reload;

namespace StavisLive.Hosting.Streams;

/// <summary>All streams of a run, side by side on one network. None can end or hold up another.</summary>
/// <param name="worker">The network; borrowed.</param>
/// <param name="time">The clock.</param>
/// <param name="logs">Where everybody logs to.</param>
public sealed partial class StreamManager(InferenceScheduler worker, TimeProvider time, ILoggerFactory logs)
{
    private readonly ILogger _log = logs.CreateLogger("stavis-live");
    private readonly OutputRotation _files = new(logs.CreateLogger("stavis-live"));
    private readonly List<StreamEnd> _ends = [];

    // Replaced as a whole by the running task; read by whoever shows progress.
    private volatile HostedStream[] _runs = [];

    /// <summary>How far the streams are that are under way; callable at any time from any thread.</summary>
    public IReadOnlyList<SessionStatus> Status() => [.. _runs.Select(run => run.Status()).OfType<SessionStatus>()];

    /// <summary>Runs until every stream has ended, every window is closed, or until interrupted. Once.</summary>
    /// <param name="plan">The streams.</param>
    /// <param name="reload">Brings changed configurations; null where there are none.</param>
    /// <param name="interrupt">Stops every stream; files are closed properly.</param>
    /// <returns>How each stream ended, those that a change ended included.</returns>
    /// <exception cref="Exception">The network failed: its own exception.</exception>
    public async Task<IReadOnlyList<StreamEnd>> RunAsync(HostPlan plan, ConfigReload? reload, CancellationToken interrupt)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        var change = reload?.NextAsync(stop.Token);
        foreach (var stream in plan.Streams) Start(stream, stop);
        try
        {
            while (_runs.Length > 0)
            {
                await AnyAsync(change);
                CollectEnded();
                // Interrupted: no change comes any more.
                if (change is { IsCanceled: true }) change = null;
                if (change is not { IsCompleted: true }) continue;
                plan = await ChangeAsync(plan, await change, stop);
                change = reload!.NextAsync(stop.Token);
            }
            return _ends;
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var run in _runs) await run.Ended;
        }
    }

    // Until a stream ends, the configuration changes, or the network fails, which may be before any stream needs it.
    private async Task AnyAsync(Task? change)
    {
        var awaited = _runs.Select(run => (Task)run.Ended);
        if (change is not null) awaited = awaited.Append(change);
        if (!worker.Ready.IsCompleted) awaited = awaited.Append(worker.Ready);
        await Task.WhenAny(awaited);
        if (worker.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    private async Task<HostPlan> ChangeAsync(HostPlan before, HostPlan after, CancellationTokenSource stop)
    {
        var change = PlanChange.Between(before.Streams, after.Streams);
        LogChange(_log, change.Started.Count, change.Stopped.Count, after.Streams.Count - change.Started.Count);
        if (after.Config.Model != before.Config.Model || after.Config.Log != before.Config.Log) LogNeedsStart(_log);
        await Task.WhenAll(_runs.Where(run => change.Stopped.Contains(run.Plan.StreamName)).Select(run => run.StopAsync()));
        CollectEnded();
        foreach (var stream in change.Started) Start(stream, stop);
        return after with { Config = after.Config with { Model = before.Config.Model, Log = before.Config.Log } };
    }

    private void Start(StreamPlan plan, CancellationTokenSource stop)
    {
        try
        {
            _files.MakeRoom(plan.Config.Outputs);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing that is there is written over, and the others are none the worse.
            Take(new StreamEnd(plan, null, e));
            return;
        }
        var own = plan.IsOneOfMany ? new StreamLogs(logs, plan.StreamName) : logs;
        _runs = [.. _runs, new HostedStream(plan, worker, time, own, () => DisplayClosed(stop), stop.Token)];
    }

    // Who has closed every window doesn't want to watch any more.
    private void DisplayClosed(CancellationTokenSource stop)
    {
        if (_runs.Where(run => run.Plan.Display).All(run => run.IsDisplayClosed)) stop.Cancel();
    }

    private void CollectEnded()
    {
        var ended = _runs.Where(run => run.Ended.IsCompleted).ToList();
        _runs = [.. _runs.Except(ended)];
        foreach (var run in ended)
        {
            run.Dispose();
            Take(run.Ended.GetAwaiter().GetResult());
        }
    }

    private void Take(StreamEnd end)
    {
        _ends.Add(end);
        if (end.Failure is not { } failure) return;
        // A single stream's failure is the run's.
        if (!end.Plan.IsOneOfMany) ExceptionDispatchInfo.Throw(failure);
        var log = new StreamLogs(logs, end.Plan.StreamName).CreateLogger("stavis-live");
        if (ExpectedFailure.Is(failure)) LogEnded(log, failure.Message);
        else LogBroken(log, failure);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The configuration has changed: {Started} streams begin, {Stopped} end, {Kept} go on")]
    private static partial void LogChange(ILogger log, int started, int stopped, int kept);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What has changed in \"model\" and \"log\" counts from the next start")]
    private static partial void LogNeedsStart(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason:l}")]
    private static partial void LogEnded(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Broke off unexpectedly")]
    private static partial void LogBroken(ILogger log, Exception cause);
}
