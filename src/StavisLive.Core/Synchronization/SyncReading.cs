namespace StavisLive.Core.Synchronization;

/// <summary>How a stream's sound lies against its pictures, as far as its clocks tell.</summary>
/// <param name="OffsetMilliseconds">How much later than it was heard (or, of a network stream, than it came) the sound lies on the pictures' line; negative: earlier.</param>
/// <param name="DriftPpm">How much faster the sound's clock runs than the pictures', in parts per million; null before it is known.</param>
public sealed record SyncReading(double OffsetMilliseconds, double? DriftPpm);
