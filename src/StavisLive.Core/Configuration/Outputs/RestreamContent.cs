namespace StavisLive.Core.Configuration.Outputs;

/// <summary>What is pushed to a media server.</summary>
public enum RestreamContent
{
    /// <summary>The picture with its heat map.</summary>
    Overlay,

    /// <summary>The picture as it is.</summary>
    Picture,
}
