namespace StavisLive.Server.Feeds;

/// <summary>How much waits for a subscriber of maps at most.</summary>
internal static class FeedCapacity
{
    // For somebody who wants every map: ten seconds of a stream of 25 frames a second.
    private const int Every = 256;
    private const int Maps = 4;

    // While one picture is sent the next one waits; an older one is of no use to anybody.
    private const int Pictures = 1;

    /// <summary>Of what is asked for.</summary>
    /// <param name="pictures">Whether pictures are.</param>
    /// <param name="every">Whether as few as possible are to be lost.</param>
    public static int For(bool pictures, bool every) => every ? Every : pictures ? Pictures : Maps;
}
