using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Streams;

namespace StavisLive.Cluster.Tests.Streams;

public class StreamEndsTests
{
    private readonly Stops _streams = new();

    [Fact]
    public void Begin_WhileAnotherOneIsLongInEnding_EndsIt()
    {
        var ends = new StreamEnds(_streams, NullLogger.Instance);

        ends.Begin("long");
        ends.Begin("other");
        ends.Begin("long");

        Assert.Equal(["long", "other"], _streams.Asked);
    }

    [Fact]
    public void Begin_AfterItHasFailed_TriesAgain()
    {
        var ends = new StreamEnds(_streams, NullLogger.Instance);

        ends.Begin("a");
        _streams.Ended.SetException(new IOException("The disk is full."));
        _streams.Ended = new TaskCompletionSource();
        ends.Begin("a");

        Assert.Equal(["a", "a"], _streams.Asked);
    }

    /// <summary>Streams that end when they are told to.</summary>
    private sealed class Stops : ILocalStreams
    {
        public List<string> Asked { get; } = [];

        public TaskCompletionSource Ended { get; set; } = new();

        public IReadOnlyList<StreamReport> Reports() => throw new NotSupportedException();

        public Task<long?> GoOnAsync(string name, StreamOrder order) => throw new NotSupportedException();

        public Task<string?> StartAsync(string name, StreamOrder order, long epoch) => throw new NotSupportedException();

        public Task StopAsync(string name)
        {
            Asked.Add(name);
            return Ended.Task;
        }
    }
}
