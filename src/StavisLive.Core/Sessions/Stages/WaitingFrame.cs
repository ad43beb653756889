using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Sessions.Stages;

/// <summary>A frame that waits for its slot's map. Owns holds on its pictures.</summary>
/// <param name="Index">Number of the frame in its stream.</param>
/// <param name="PresentationTime">When it is shown.</param>
/// <param name="CapturedAt">When it was handed to the process: <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="Slot">The slot that it fell into.</param>
/// <param name="StillName">File name without extension of a still; null for video.</param>
/// <param name="Picture">Null unless somebody asked for pictures.</param>
/// <param name="NetworkPicture">Null unless somebody asked for it.</param>
internal readonly record struct WaitingFrame(
    long Index, MediaTime PresentationTime, long CapturedAt, long Slot, string? StillName, VideoFrame? Picture, NetworkPicture? NetworkPicture) : IDisposable
{
    /// <summary>Gives the holds back.</summary>
    public void Dispose()
    {
        Picture?.Dispose();
        NetworkPicture?.Dispose();
    }
}
