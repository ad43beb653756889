using StavisLive.Core.Sinks;

namespace StavisLive.Server.Feeds;

/// <summary>Makes of a stream's results what its subscribers get. Called by one caller; what it holds ends with it.</summary>
internal interface IFeedMaker<out T> : IDisposable
{
    /// <summary>What of a stream it needs.</summary>
    FeedContent Content { get; }

    /// <summary>What subscribers get of a result, which is borrowed; null: nothing of this one.</summary>
    /// <param name="result">The result.</param>
    /// <param name="epoch">Which of the cluster's beginnings of the stream it is of.</param>
    T? Make(SaliencyResult result, long epoch);
}
