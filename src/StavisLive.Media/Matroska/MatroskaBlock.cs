using StavisLive.Core.Media;

namespace StavisLive.Media.Matroska;

/// <summary>The head of a block: what its payload is.</summary>
/// <param name="Track">Number of its track.</param>
/// <param name="Time">When it is shown or heard; may be negative.</param>
/// <param name="Length">Bytes of its payload.</param>
internal readonly record struct MatroskaBlock(int Track, MediaTime Time, int Length);
