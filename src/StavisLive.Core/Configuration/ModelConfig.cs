using StavisLive.Core.Inference;

namespace StavisLive.Core.Configuration;

/// <summary>Which network runs, and on what.</summary>
public sealed record ModelConfig
{
    /// <summary>Weights file (.safetensors or .pth); null, the default: the weights that come with the program.</summary>
    public string? Weights { get; init; }

    /// <summary>Whether only the visual stage runs, without audio; by default audio is heard where the weights know how.</summary>
    public bool VisualOnly { get; init; }

    /// <summary>What it is computed on: <c>auto</c>, the default, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>The numbers that it computes with: <c>auto</c>, the default, <c>fp32</c>, <c>bf16</c> or <c>fp16</c>.</summary>
    public InferencePrecision Precision { get; init; } = InferencePrecision.Auto;

    /// <summary>Threads on the CPU, 1 to 1024; null, the default: one per core that may be used.</summary>
    public int? Threads { get; init; }

    /// <summary>How streams share it while it is too slow for all, beside their priorities: <c>even</c>, the default, or <c>motion</c>.</summary>
    public NetworkShares Shares { get; init; } = NetworkShares.Even;
}
