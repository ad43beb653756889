namespace StavisLive.Hosting.Streams;

/// <summary>How far a stream is in its life. It never goes back.</summary>
public enum StreamState
{
    /// <summary>Its source is being opened, or the network is not ready yet.</summary>
    Starting,

    /// <summary>Frames are read. Whether they come at the moment, the source's own state in <see cref="HostedStream.Status"/> tells.</summary>
    Running,

    /// <summary>It was asked to end; what was computed is still published, and files are closed.</summary>
    Stopping,

    /// <summary>Its source came to its end, or it was stopped. Everything is closed.</summary>
    Ended,

    /// <summary>It could not begin, or something broke it off: see <see cref="StreamEnd.Cause"/>. Everything is closed.</summary>
    Failed,
}
