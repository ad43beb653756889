namespace StavisLive.Media.Sources.Capture;

/// <summary>Where the samples of a block go.</summary>
/// <param name="First">Number of the first, silence included.</param>
/// <param name="Silence">How many are missing before the block's own.</param>
/// <param name="Heard">How many of the block's own are left out: others have taken their place.</param>
internal readonly record struct SamplePlace(long First, int Silence = 0, int Heard = 0);
