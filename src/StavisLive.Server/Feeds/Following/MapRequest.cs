using StavisLive.Server.Feeds.Maps;

namespace StavisLive.Server.Feeds.Following;

/// <summary>What somebody wants of a source.</summary>
/// <param name="Source">Its id.</param>
/// <param name="Format">How maps are wanted; null: pictures alone.</param>
/// <param name="Pictures">Whether pictures are: they come with their maps at the server's rate, else every map comes.</param>
/// <param name="Every">Whether as few as possible are to be lost.</param>
/// <param name="BeginsWithNewest">Whether the first is the last one that was made for anybody, however long ago.</param>
internal sealed record MapRequest(string Source, MapFormat? Format, bool Pictures = false, bool Every = false, bool BeginsWithNewest = false);
