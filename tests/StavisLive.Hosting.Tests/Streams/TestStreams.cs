using StavisLive.Core.Configuration;
using StavisLive.Core.Sinks;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;

namespace StavisLive.Hosting.Tests.Streams;

/// <summary>Streams that need no file, and what tests wait for.</summary>
internal static class TestStreams
{
    /// <summary>One that a clock which stands still keeps under way.</summary>
    public static StreamConfig Endless(string name, double fps = 25) => new()
    {
        Name = name, Source = new() { Synthetic = true, Realtime = true }, Window = new() { Fps = fps }, Outputs = new() { Display = false },
    };

    /// <summary>One that never begins.</summary>
    public static StreamConfig Broken(string name) =>
        new() { Name = name, Source = new() { Input = "/nowhere/gone.mp4" }, Outputs = new() { Display = false } };

    /// <summary>A list of streams, settled.</summary>
    public static HostPlan List(params IReadOnlyList<StreamConfig> streams) => HostPlan.Of(new StavisConfig { Sources = streams });

    /// <summary>A stream of a list, settled.</summary>
    public static StreamPlan Plan(StreamConfig stream) => List(stream).Streams[0];

    /// <summary>A stream that ends by itself.</summary>
    public static StreamPlan Short(string name, int frames = 20) => HostPlan.Of(new StavisConfig
    {
        Sources = [new() { Name = name, Source = new() { Synthetic = true }, Outputs = new() { Display = false } }],
        Limits = new() { MaxFrames = frames },
    }).Streams[0];

    /// <summary>How many items a subscription gets until its stream has ended.</summary>
    public static async Task<int> CountAsync(this Subscription subscription)
    {
        var items = 0;
        await foreach (var _ in subscription.ReadAllAsync()) items++;
        return items;
    }

    /// <summary>Waits until something holds of the streams; fails the test if it doesn't come to.</summary>
    public static async Task UntilAsync(this StreamManager manager, Func<IReadOnlyList<HostedStream>, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var streams in manager.WatchAsync(patience.Token))
        {
            if (holds(streams)) return;
        }
        Assert.Fail("The manager was disposed before that.");
    }

    /// <summary>Waits until a stream is in a state.</summary>
    public static Task UntilAsync(this StreamManager manager, HostedStream stream, StreamState state) => manager.UntilAsync(_ => stream.State == state);
}
