using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Inference;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sessions;

/// <summary>Runs sessions over scripted sources on a network that answers at once.</summary>
public abstract class SessionRunTests
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected TestFrames Pictures { get; } = new();

    protected CenterPredictor Predictor { get; } = new();

    protected ScriptedSource Frames(int count) =>
        new(TestFrames.Description(), (output, stop) => Pictures.WriteAsync(output, count, 25, stop));

    protected async Task<SessionOutcome> RunAsync(
        ISource source,
        IReadOnlyList<ISink> sinks,
        CancellationToken interrupt = default,
        Func<ISaliencyPredictor>? predictor = null,
        IFramePreprocessor? preprocessor = null,
        SessionOptions? options = null)
    {
        await using var scheduler = Started(predictor ?? (() => Predictor));
        return await RunOnAsync(scheduler, source, sinks, interrupt, preprocessor, options);
    }

    protected static async Task<SessionOutcome> RunOnAsync(
        InferenceScheduler scheduler, ISource source, IReadOnlyList<ISink> sinks, CancellationToken interrupt = default, IFramePreprocessor? preprocessor = null,
        SessionOptions? options = null)
    {
        await using var session = Session(scheduler, source, sinks, preprocessor, options);
        return await session.RunAsync(interrupt).WaitAsync(Patience);
    }

    protected static InferenceScheduler Started(Func<ISaliencyPredictor> predictor)
    {
        var scheduler = new InferenceScheduler(predictor, TimeProvider.System);
        scheduler.Start();
        return scheduler;
    }

    protected static StreamSession Session(
        InferenceScheduler scheduler, ISource source, IReadOnlyList<ISink> sinks, IFramePreprocessor? preprocessor = null, SessionOptions? options = null) => new(
        options ?? new SessionOptions { Name = "test" }, source, sinks, scheduler, preprocessor ?? new FirstPixelPreprocessor(), TimeProvider.System, NullLogger.Instance);
}
