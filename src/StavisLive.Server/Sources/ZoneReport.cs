using StavisLive.Core.Media;

namespace StavisLive.Server.Sources;

/// <summary>A zone, and how attention has been in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Corners">Its corners in fractions of the whole frame.</param>
/// <param name="Dwell">Seconds after which staying in it is an event; null: never.</param>
/// <param name="Seconds">How long the peak has been in it, all visits together.</param>
/// <param name="IsInside">Whether the peak is in it now.</param>
internal sealed record ZoneReport(string Name, IReadOnlyList<FramePoint> Corners, double? Dwell, double Seconds, bool IsInside);
