namespace StavisLive.Core.Media;

/// <summary>How far a map can be trusted to describe its frame.</summary>
public enum MapState
{
    /// <summary>The window still repeats its first frame.</summary>
    Warming,

    /// <summary>Computed for this frame's slot.</summary>
    Live,

    /// <summary>Taken over from a later slot, because this one's step was skipped.</summary>
    Stale,
}
