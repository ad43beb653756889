namespace StavisLive.Core.Configuration;

/// <summary>Which network runs, and on what.</summary>
public sealed record ModelConfig
{
    /// <summary>Weights file (.safetensors or .pth); null: the default weights that come with the program.</summary>
    public string? Weights { get; init; }

    /// <summary>Whether only the visual stage runs, without audio.</summary>
    public bool VisualOnly { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary><c>auto</c>, <c>fp32</c>, <c>bf16</c> or <c>fp16</c>.</summary>
    public string Precision { get; init; } = "auto";

    /// <summary>Threads on the CPU; null: one per core.</summary>
    public int? Threads { get; init; }
}
