namespace StavisLive.Core.Windowing;

/// <summary>Which of its window's sixteen frames a map belongs to.</summary>
public enum MapAlignment
{
    /// <summary>The ninth, as the published model was trained: seven frames of look-ahead.</summary>
    Center,

    /// <summary>The newest: no look-ahead, for foveated encoding and robots.</summary>
    Newest,
}
