namespace StavisLive.Core.Media;

/// <summary>A source's own audio as it was encoded, for whoever records it unchanged.</summary>
/// <param name="Codec">Matroska codec identifier, such as <c>A_AAC</c>.</param>
/// <param name="TrackEntry">The source's Matroska TrackEntry element, payload only: codec set-up, rate, channels.</param>
public sealed record EncodedAudio(string Codec, ReadOnlyMemory<byte> TrackEntry);
