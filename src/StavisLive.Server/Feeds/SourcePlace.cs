using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds;

/// <summary>Where a source is to be had just now.</summary>
/// <param name="Here">The source, where this machine watches it.</param>
/// <param name="There">Base address of another machine's server; null where this one watches it, or none does.</param>
/// <param name="Epoch">Which of the cluster's beginnings of it is there.</param>
internal sealed record SourcePlace(WatchedSource? Here, Uri? There, long Epoch)
{
    /// <summary>Whether it is to be had at all.</summary>
    public bool IsFound => Here is not null || There is not null;
}
