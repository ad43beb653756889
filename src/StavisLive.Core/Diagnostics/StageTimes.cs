namespace StavisLive.Core.Diagnostics;

/// <summary>How long a map's step spent where.</summary>
/// <param name="Resize">Newest frame's bytes to network input.</param>
/// <param name="Wait">Ready window waiting for the network.</param>
/// <param name="Network">Window to map.</param>
public readonly record struct StageTimes(TimeSpan Resize, TimeSpan Wait, TimeSpan Network);
