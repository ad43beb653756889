namespace StavisLive.Core.Media;

/// <summary>What the network heard.</summary>
public enum AudioState
{
    /// <summary>Audio in the window.</summary>
    Present,

    /// <summary>Samples arrived, all of them (nearly) zero.</summary>
    Silent,

    /// <summary>No track, or no samples for this window.</summary>
    Missing,

    /// <summary>Switched off: visual-only, or no audio wanted.</summary>
    Off,
}
