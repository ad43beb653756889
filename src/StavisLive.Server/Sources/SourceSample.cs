namespace StavisLive.Server.Sources;

/// <summary>How a source did in one second.</summary>
/// <param name="At">The second's end.</param>
/// <param name="Fps">Frames that came, per second.</param>
/// <param name="MapsPerSecond">Maps that the network computed, per second.</param>
/// <param name="P50">Median from capture to map, in milliseconds; null without maps.</param>
/// <param name="P95">95th percentile of the same.</param>
/// <param name="Skipped">Frames and windows left out in that second.</param>
/// <param name="Entropy">Entropy of the newest map, in bits; null without maps.</param>
/// <param name="Level">Peak of the audio, in decibels of full scale; null without.</param>
internal sealed record SourceSample(
    DateTimeOffset At, double Fps, double MapsPerSecond, double? P50, double? P95, long Skipped, double? Entropy, double? Level);
