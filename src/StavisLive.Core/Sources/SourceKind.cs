namespace StavisLive.Core.Sources;

/// <summary>How a source's pictures belong together.</summary>
public enum SourceKind
{
    /// <summary>Frames of one scene in the order of time: a sliding window runs over them.</summary>
    Video,

    /// <summary>Pictures that have nothing to do with each other: each is a clip of sixteen equal frames, in silence.</summary>
    Stills,
}
