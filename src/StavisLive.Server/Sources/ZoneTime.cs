namespace StavisLive.Server.Sources;

/// <summary>How attention has been in a zone.</summary>
/// <param name="Seconds">How long the peak has been in it, all visits together.</param>
/// <param name="IsInside">Whether it is in it now.</param>
internal readonly record struct ZoneTime(double Seconds, bool IsInside);
