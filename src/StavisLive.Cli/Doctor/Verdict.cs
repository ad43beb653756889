namespace StavisLive.Cli.Doctor;

/// <summary>How something stands.</summary>
internal enum Verdict
{
    /// <summary>There, and fit for use.</summary>
    Ok,

    /// <summary>The main job runs without it, or not as well.</summary>
    Warning,

    /// <summary>The main job cannot run.</summary>
    Missing,
}
