namespace StavisLive.Media.Encoding.Trials;

/// <summary>What came of encoding a clip.</summary>
/// <param name="Bytes">Of the encoded pictures.</param>
/// <param name="Elapsed">How long encoding took, both passes together.</param>
public sealed record TrialOutcome(long Bytes, TimeSpan Elapsed);
