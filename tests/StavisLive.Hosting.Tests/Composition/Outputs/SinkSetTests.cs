using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Hosting.Composition.Outputs;
using StavisLive.Testing;

namespace StavisLive.Hosting.Tests.Composition.Outputs;

public sealed class SinkSetTests
{
    [Fact]
    public void OutputOf_SinkOfAnotherProgramOfTheSameName_IsNone()
    {
        var (ours, theirs) = (new CollectingSink("overlay"), new CollectingSink("overlay"));
        var output = new StreamOutput("outputs.overlay", _ => Task.FromResult<ISink>(ours));
        var sinks = new SinkSet([(output, ours)]);

        Assert.Same(output, sinks.OutputOf(ours));
        Assert.Null(sinks.OutputOf(theirs));
    }

    [Fact]
    public async Task CreateAsync_OneCannotBeMade_DisposesThoseThatWere()
    {
        var sink = new CollectingSink();
        var made = new StreamOutput("outputs.maps", _ => Task.FromResult<ISink>(sink));
        var refused = new StreamOutput("outputs.overlay", _ => throw new SinkException("There is no ffmpeg."));

        var parts = new SinkParts(TimeProvider.System, NullLoggerFactory.Instance, Gaze: null);
        await Assert.ThrowsAsync<SinkException>(() => SinkSet.CreateAsync([made, refused], parts, others: []));

        Assert.True(sink.IsDisposed);
    }

    [Fact]
    public async Task CreateAsync_OneOfThoseThatWereMadeCannotBeDisposed_DisposesTheOthersAndTellsTheCause()
    {
        var (stuck, sink) = (new UndisposableSink(), new CollectingSink());
        var cause = new SinkException("There is no ffmpeg.");
        var parts = new SinkParts(TimeProvider.System, NullLoggerFactory.Instance, Gaze: null);

        var error = await Assert.ThrowsAsync<SinkException>(() => SinkSet.CreateAsync(
            [
                new StreamOutput("outputs.maps", _ => Task.FromResult<ISink>(stuck)), new StreamOutput("outputs.metrics", _ => Task.FromResult<ISink>(sink)),
                new StreamOutput("outputs.overlay", _ => throw cause),
            ],
            parts, others: []));

        Assert.Same(cause, error);
        Assert.True(sink.IsDisposed);
    }

    private sealed class UndisposableSink : ISink
    {
        public string Name => "undisposable";

        public bool NeedsPicture => false;

        public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken) => default;

        public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => throw new IOException("The disk is gone.");
    }
}
