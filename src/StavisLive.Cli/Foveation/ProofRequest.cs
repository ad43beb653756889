using StavisLive.Core.Configuration;
using StavisLive.Evaluation.Foveation;

namespace StavisLive.Cli.Foveation;

/// <summary>What <c>foveate prove</c> was asked for.</summary>
internal sealed record ProofRequest
{
    /// <summary>The video.</summary>
    public required string Clip { get; init; }

    /// <summary>Recorded gaze; null: none.</summary>
    public string? Gaze { get; init; }

    /// <summary>The network.</summary>
    public required ModelConfig Model { get; init; }

    /// <summary>What is compared.</summary>
    public required ProofPlan Plan { get; init; }

    /// <summary>Most pictures.</summary>
    public required int MaxFrames { get; init; }

    /// <summary>Whether the answer is JSON.</summary>
    public bool AsJson { get; init; }

    /// <summary>Folder of the picture report; null: none.</summary>
    public string? Report { get; init; }
}
