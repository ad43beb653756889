using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Media;
using StavisLive.Core.Pipeline;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Pipeline;

/// <summary>What sound a recording sink gets.</summary>
public sealed class SoundRecordingTests
{
    [Theory]
    [InlineData(false, 5, 0)]
    [InlineData(true, 0, 5)]
    public async Task RunAsync_SourceWithSound_RecordsEitherSamplesOrPackets(bool passesPackets, int blocks, int packets)
    {
        var description = TestFrames.Description(hasSound: true) with
        {
            EncodedSound = passesPackets ? new EncodedSound("A_AAC", ReadOnlyMemory<byte>.Empty) : null,
        };
        var source = new ScriptedSource(description, async (output, stop) =>
        {
            for (var index = 0; index < 5; index++)
            {
                await output.WriteAsync(new TestFrames().Make(index, MediaTime.FromMilliseconds(index * 40)), stop);
                var block = AudioBlock.Rent(882);
                block.PresentationTime = MediaTime.FromMilliseconds(index * 40);
                await output.WriteAsync(block, stop);
                if (passesPackets) await output.WriteAsync(SoundPacket.Rent(100), stop);
            }
        });
        var sink = new CountingSoundSink();
        await using var worker = new InferenceWorker(() => new CenterPredictor(), TimeProvider.System);
        await using var session = new StreamSession(
            new SessionOptions { Name = "test" }, source, [sink], worker, new FirstPixelPreprocessor(), TimeProvider.System, NullLogger.Instance);

        await session.RunAsync(CancellationToken.None);

        Assert.Equal((5, blocks, packets), (sink.Results, sink.Blocks, sink.Packets));
    }

    private sealed class CountingSoundSink : ISoundSink
    {
        public int Results { get; private set; }

        public int Blocks { get; private set; }

        public int Packets { get; private set; }

        public string Name => "counting";

        public bool NeedsPicture => false;

        public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
        {
            Results++;
            return default;
        }

        public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
        {
            Blocks++;
            return default;
        }

        public ValueTask WriteAsync(SoundPacket packet, CancellationToken cancellationToken)
        {
            Packets++;
            return default;
        }

        public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => default;
    }
}
