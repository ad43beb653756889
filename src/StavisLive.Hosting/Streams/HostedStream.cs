using Microsoft.Extensions.Logging;
using StavisLive.Core.Inference;
using StavisLive.Core.Sessions;
using StavisLive.Core.Windowing;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Streams;

/// <summary>One stream under way: its source, session and sinks, made, run and closed on a task of its own.</summary>
/// <remarks>Nothing that happens to it is thrown at anybody: <see cref="Ended"/> tells it.</remarks>
internal sealed partial class HostedStream : IDisposable
{
    private readonly InferenceScheduler _worker;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly Action _displayClosed;
    private readonly CancellationTokenSource _stop;
    private volatile StreamSession? _session;

    /// <summary>Starts it.</summary>
    /// <param name="plan">What is asked for.</param>
    /// <param name="worker">The network; borrowed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Where its parts log to.</param>
    /// <param name="displayClosed">Told when somebody has closed its window; it goes on without.</param>
    /// <param name="interrupt">Stops it.</param>
    public HostedStream(StreamPlan plan, InferenceScheduler worker, TimeProvider time, ILoggerFactory logs, Action displayClosed, CancellationToken interrupt)
    {
        Plan = plan;
        _worker = worker;
        _time = time;
        _logs = logs;
        _displayClosed = displayClosed;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        Ended = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>What is asked for.</summary>
    public StreamPlan Plan { get; }

    /// <summary>Done when everything is closed: how it ended. Never fails.</summary>
    public Task<StreamEnd> Ended { get; }

    /// <summary>Whether somebody has closed its window.</summary>
    public bool IsDisplayClosed { get; private set; }

    /// <summary>How far it is; null before its session is there.</summary>
    public SessionStatus? Status() => _session?.Status();

    /// <summary>Stops it; its files are closed as after an interruption.</summary>
    public async Task<StreamEnd> StopAsync()
    {
        await _stop.CancelAsync();
        return await Ended;
    }

    /// <summary>Once it has ended.</summary>
    public void Dispose() => _stop.Dispose();

    private async Task<StreamEnd> RunAsync()
    {
        try
        {
            return new StreamEnd(Plan, await RunSessionAsync(), null);
        }
        catch (Exception e)
        {
            return new StreamEnd(Plan, null, e);
        }
    }

    private async Task<SessionOutcome> RunSessionAsync()
    {
        var config = Plan.Config;
        var log = _logs.CreateLogger("stavis-live");
        var sinks = await SinkFactory.CreateAsync(Plan, _time, _logs);
        await using var recorder = RecorderFactory.Create(Plan, _time, _logs);
        using var signal = RecorderSignal.Register(recorder);
        await using var session = new StreamSession(
            new SessionOptions
            {
                Name = Plan.StreamName,
                Alignment = config.Window.Align,
                WindowFps = config.Window.Fps,
                Audio = config.Source.Mic != "none",
                Priority = Plan.Priority,
                Tap = recorder,
            },
            SourceFactory.Create(Plan, _time, _logs), sinks.All, _worker, new FramePreprocessor(), _time, log);
        _session = session;
        await using var closing = sinks.DisplayClosed.Register(CloseDisplay);
        var outcome = await session.RunAsync(_stop.Token);
        if (outcome.SourceFailure is { } failure) LogSourceFailed(log, failure.Message);
        return outcome;
    }

    private void CloseDisplay()
    {
        IsDisplayClosed = true;
        _displayClosed();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason:l}")]
    private static partial void LogSourceFailed(ILogger log, string reason);
}
