namespace StavisLive.Hosting.Composition;

/// <summary>The weights that come with the program; docs/guides/training.md says how they were made.</summary>
public static class DefaultWeights
{
    /// <summary>Their file, beside the program.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "weights", "stavis-default.safetensors");
}
