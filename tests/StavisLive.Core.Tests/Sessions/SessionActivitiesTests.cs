using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Inference;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sources;
using StavisLive.Core.Sources.Reconnection;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sessions;

/// <summary>What is traced of a session, while somebody listens.</summary>
public sealed class SessionActivitiesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Activity> _stopped = [];
    private readonly ActivityListener _listener;

    public SessionActivitiesTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task RunAsync_WholeRun_IsTracedWithItsOpeningAndLinkedToItsSteps()
    {
        var outcome = await RunAsync("traced", Frames(20));

        var run = Assert.Single(Of("traced", "stavis.stream"));
        var opening = Assert.Single(Of("traced", "stavis.source.open"));
        var steps = Of("traced", "stavis.network.step");
        Assert.Equal((null, ActivityStatusCode.Unset), (run.Parent, run.Status));
        Assert.Equal(run.SpanId, opening.ParentSpanId);
        Assert.Equal(outcome.Summary.MapsOut, steps.Count);
        Assert.All(steps, step =>
        {
            // A run may last for months: no trace holds all of it.
            Assert.NotEqual(run.TraceId, step.TraceId);
            Assert.Equal(run.Context, Assert.Single(step.Links).Context);
            Assert.Equal(1, step.GetTagItem("batch.size"));
        });
    }

    [Fact]
    public async Task RunAsync_SourceCannotBeOpened_IsAnErrorOfBothWithoutThePassword()
    {
        var source = new ScriptedSource(TestFrames.Description(), (_, _) => Task.CompletedTask)
        {
            OpenFailure = new SourceException("rtsp://user:geheim@camera/1 did not answer."),
        };

        await Assert.ThrowsAsync<SourceException>(() => RunAsync("unreachable", source));

        Assert.All([.. Of("unreachable", "stavis.stream"), .. Of("unreachable", "stavis.source.open")], activity =>
        {
            Assert.Equal((ActivityStatusCode.Error, "rtsp://user:***@camera/1 did not answer."), (activity.Status, activity.StatusDescription));
            Assert.Equal(typeof(SourceException).FullName, activity.GetTagItem("error.type"));
        });
    }

    [Fact]
    public async Task RunAsync_SourceBreaksOff_IsAnErrorOfTheRunAlone()
    {
        await RunAsync("broken", new ScriptedSource(TestFrames.Description(), (_, _) => throw new SourceException("the cable")));

        Assert.Equal("the cable", Assert.Single(Of("broken", "stavis.stream")).StatusDescription);
        Assert.Equal(ActivityStatusCode.Unset, Assert.Single(Of("broken", "stavis.source.open")).Status);
    }

    [Fact]
    public async Task RunAsync_PredictorFails_IsAnErrorOfItsStepToo()
    {
        var predictor = new CenterPredictor { Failure = new InvalidOperationException("out of memory"), FailAt = 3 };

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync("unpredicted", Frames(20), predictor));

        Assert.Equal("out of memory", Assert.Single(Of("unpredicted", "stavis.network.step"), step => step.Status == ActivityStatusCode.Error).StatusDescription);
        Assert.Equal("out of memory", Assert.Single(Of("unpredicted", "stavis.stream")).StatusDescription);
    }

    [Fact]
    public async Task RunAsync_SupervisedSource_ItsConnectionsBelongToTheRun()
    {
        var frames = new TestFrames();
        var connections = 0;
        await using var source = new SupervisedSource(
            _ =>
            {
                var isFirst = connections++ == 0;
                return new ScriptedSource(TestFrames.Description(isLive: true), async (output, stop) =>
                {
                    await frames.WriteAsync(output, 20, 25, stop);
                    if (isFirst) throw new SourceException("the cable");
                });
            },
            new SupervisionOptions(), new Random(1), TimeProvider.System, NullLogger.Instance);

        var outcome = await RunAsync("supervised", source);

        var opening = Assert.Single(Of("supervised", "stavis.source.open"));
        var connects = _stopped.Where(activity => activity.OperationName == "stavis.source.connect" && activity.TraceId == opening.TraceId).ToList();
        Assert.Equal(1, outcome.Summary.Reconnects);
        Assert.Equal([opening.SpanId, opening.ParentSpanId], connects.Select(connect => connect.ParentSpanId));
        Assert.Equal([0, 1], connects.Select(connect => connect.GetTagItem("attempt")));
    }

    private static ScriptedSource Frames(int count) =>
        new(TestFrames.Description(), (output, stop) => new TestFrames().WriteAsync(output, count, 25, stop));

    private static async Task<SessionOutcome> RunAsync(string name, ISource source, ISaliencyPredictor? predictor = null)
    {
        await using var scheduler = new InferenceScheduler(() => predictor ?? new CenterPredictor(), TimeProvider.System);
        scheduler.Start();
        await using var session = new StreamSession(
            new SessionOptions { Name = name }, source, [], scheduler, new FirstPixelPreprocessor(), TimeProvider.System, NullLogger.Instance);
        return await session.RunAsync(CancellationToken.None).WaitAsync(Patience);
    }

    private List<Activity> Of(string source, string name) =>
        [.. _stopped.Where(activity => activity.OperationName == name && activity.GetTagItem("source") as string == source)];
}
