using StavisLive.Core.Media;

namespace StavisLive.Media.Tests.Sources.Stills;

/// <summary>Keeps the names of stills.</summary>
internal sealed class NamesOnly(List<string?> names) : IMediaWriter
{
    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        using (frame) names.Add(frame.StillName);
        return default;
    }

    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken) => throw new InvalidOperationException("Pictures have no sound.");

    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken) => throw new InvalidOperationException("Pictures have no sound.");

    public ValueTask WritePauseAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Pictures have no pauses.");
}
