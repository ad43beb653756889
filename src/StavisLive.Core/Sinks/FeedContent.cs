namespace StavisLive.Core.Sinks;

/// <summary>What a subscriber wants of a stream. What nobody wants is not made.</summary>
[Flags]
public enum FeedContent
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Frames with their maps.</summary>
    Results = 1,

    /// <summary>Results with the frame's own picture (<see cref="SaliencyResult.Picture"/>).</summary>
    Pictures = Results | 2,

    /// <summary>Results with what the network saw of the frame (<see cref="SaliencyResult.NetworkPicture"/>).</summary>
    NetworkPictures = Results | 4,

    /// <summary>Audio: packets where the source passes its own on, else samples.</summary>
    Audio = 8,

    /// <summary>Changes of the source's state and of its audio; the newest at once.</summary>
    States = 16,

    /// <summary>Frames of a live stream as they come, ahead of their maps.</summary>
    Frames = 32,
}
