using StavisLive.Server.Feeds.Maps;

namespace StavisLive.Server.Feeds.Following;

/// <summary>A map of a source, on whatever machine it is watched.</summary>
/// <param name="Map">The map.</param>
/// <param name="Skipped">Maps of the subscription that were lost so far because it was read too slowly; never falls.</param>
/// <param name="Holes">How often the subscription was picked up anew so far because the source moved.</param>
internal readonly record struct FollowedMap(MapMessage Map, long Skipped, int Holes);
