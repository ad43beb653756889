namespace StavisLive.Core.Sources;

/// <summary>How a source is doing; the names in metrics, logs and captions.</summary>
public enum SourceState
{
    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>Connected; the first window's worth of frames is on its way.</summary>
    Warming,

    /// <summary>Frames come.</summary>
    Live,

    /// <summary>Connected, but no frame has come for a while.</summary>
    Stalled,

    /// <summary>The connection is lost, and a new one is tried for.</summary>
    Reconnecting,

    /// <summary>Given up.</summary>
    Failed,

    /// <summary>Over: the source ended, or was stopped.</summary>
    Ended,
}
