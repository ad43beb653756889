using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Sessions.Stages;

/// <summary>A frame that waits for its slot's map. Owns holds on its pictures.</summary>
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
