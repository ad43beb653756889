using StavisLive.Model.Network;

namespace StavisLive.Model.Checkpoints;

/// <summary>A file's variant, and how it is known.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Source">In a few words: stated, or inferred from what.</param>
internal sealed record KnownVariant(NetworkVariant Variant, string Source);
