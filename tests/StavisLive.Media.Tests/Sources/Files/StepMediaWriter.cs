using StavisLive.Core.Media;

namespace StavisLive.Media.Tests.Sources.Files;

/// <summary>Keeps only how far sound comes behind the pictures, of which there are too many to keep.</summary>
internal sealed class StepMediaWriter : IMediaWriter
{
    private MediaTime _heard;

    /// <summary>The most that the newest picture was ahead of the newest sample.</summary>
    public MediaTime MostBehind { get; private set; }

    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        using (frame)
        {
            var behind = frame.PresentationTime - _heard;
            if (behind > MostBehind) MostBehind = behind;
        }
        return default;
    }

    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        using (block) _heard = block.PresentationTime + MediaTime.FromSeconds((double)block.Count / AudioFormat.SampleRate);
        return default;
    }

    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        packet.Dispose();
        return default;
    }

    public ValueTask WritePauseAsync(CancellationToken cancellationToken) => default;
}
