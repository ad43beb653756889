namespace StavisLive.Cluster.Contracts;

/// <summary>Where each stream runs.</summary>
/// <param name="Revision">Number of these places.</param>
/// <param name="Streams">The streams that are wanted.</param>
[GenerateSerializer, Alias("stavis.places")]
internal sealed record StreamPlaces(long Revision, IReadOnlyList<StreamPlace> Streams);
