using StavisLive.Core.Media;

namespace StavisLive.Core.Tests.Sources.Decorators;

/// <summary>Keeps how many frames came and where the sound ended.</summary>
internal sealed class EndsMediaWriter : IMediaWriter
{
    public int Frames { get; private set; }

    public MediaTime SoundEnd { get; private set; }

    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        using (frame) Frames++;
        return default;
    }

    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        using (block) SoundEnd = block.PresentationTime + MediaTime.FromSeconds((double)block.Count / AudioFormat.SampleRate);
        return default;
    }

    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        packet.Dispose();
        return default;
    }

    public ValueTask WritePauseAsync(CancellationToken cancellationToken) => default;
}
