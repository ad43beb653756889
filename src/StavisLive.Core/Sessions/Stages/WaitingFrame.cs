using StavisLive.Core.Media;

namespace StavisLive.Core.Sessions.Stages;

/// <summary>A frame that waits for its slot's map. Owns a hold on <see cref="Picture"/>.</summary>
/// <param name="Picture">Null unless a sink asked for pictures.</param>
internal readonly record struct WaitingFrame(
    long Index, MediaTime PresentationTime, long CapturedAt, long Slot, string? StillName, VideoFrame? Picture);
