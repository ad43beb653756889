using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Sources.Files;

/// <summary>What is wanted of a file.</summary>
public sealed record FileSourceOptions
{
    /// <summary>Whether its audio is wanted at all.</summary>
    /// <value>The default value is true.</value>
    public bool WantsAudio { get; init; } = true;

    /// <summary>What it is decoded on; null: the processor.</summary>
    public HardwareDecoding? Hardware { get; init; }

    /// <summary>Whether its own encoded audio is handed over as well, for a recording.</summary>
    /// <value>The default value is false.</value>
    public bool PassEncodedAudio { get; init; }
}
