using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;

namespace StavisLive.Cluster.Sources;

/// <summary>A source of the cluster, as the wall tells of it.</summary>
/// <param name="Source">It.</param>
/// <param name="Report">As much of a report as the wall can tell.</param>
internal sealed record PlacedSource(RemoteSource Source, SourceReport Report);
