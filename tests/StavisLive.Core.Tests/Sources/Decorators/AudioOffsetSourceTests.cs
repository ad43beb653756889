using StavisLive.Core.Media;
using StavisLive.Core.Sources.Decorators;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sources.Decorators;

public sealed class AudioOffsetSourceTests : IMediaWriter
{
    private readonly List<MediaTime> _pictures = [];
    private readonly List<MediaTime> _sounds = [];

    [Theory]
    [InlineData(80)]
    [InlineData(-80)]
    public async Task Read_Offset_MovesBothKindsOfAudioAndNoPicture(int milliseconds)
    {
        var time = MediaTime.FromMilliseconds(1000);
        var frames = new TestFrames();
        var inner = new ScriptedSource(TestFrames.Description(hasAudio: true), async (output, stop) =>
        {
            await output.WriteAsync(frames.Make(0, time), stop);
            var block = AudioBlock.Rent(10);
            block.PresentationTime = time;
            await output.WriteAsync(block, stop);
            var packet = AudioPacket.Rent(10);
            packet.PresentationTime = time;
            await output.WriteAsync(packet, stop);
        });
        await using var source = new AudioOffsetSource(inner, MediaTime.FromMilliseconds(milliseconds));

        await source.ReadAsync(this, CancellationToken.None);

        var moved = MediaTime.FromMilliseconds(1000 + milliseconds);
        Assert.Equal([time], _pictures);
        Assert.Equal([moved, moved], _sounds);
    }

    [Theory]
    [InlineData(0, 80, 0)]
    [InlineData(0, -4000, 4000)]
    [InlineData(2000, -1500, 3500)]
    [InlineData(2000, 1500, 500)]
    public async Task Open_Offset_TellsHowFarAudioComesBehind(int before, int milliseconds, int lag)
    {
        var description = TestFrames.Description(hasAudio: true) with { AudioLag = TimeSpan.FromMilliseconds(before) };
        var inner = new ScriptedSource(description, (_, _) => Task.CompletedTask);
        await using var source = new AudioOffsetSource(inner, MediaTime.FromMilliseconds(milliseconds));

        Assert.Equal(TimeSpan.FromMilliseconds(lag), (await source.OpenAsync(CancellationToken.None)).AudioLag);
    }

    ValueTask IMediaWriter.WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        using (frame) _pictures.Add(frame.PresentationTime);
        return default;
    }

    ValueTask IMediaWriter.WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        using (block) _sounds.Add(block.PresentationTime);
        return default;
    }

    ValueTask IMediaWriter.WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        using (packet) _sounds.Add(packet.PresentationTime);
        return default;
    }

    ValueTask IMediaWriter.WritePauseAsync(CancellationToken cancellationToken) => default;
}
