using StavisLive.Core.Configuration;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Protocols;

namespace StavisLive.Cli.Evaluation;

/// <summary>One evaluation of weights on a data set.</summary>
internal sealed record EvaluationPlan
{
    /// <summary>What is evaluated on.</summary>
    public required DatasetChoice Dataset { get; init; }

    /// <summary>What is evaluated.</summary>
    public required ModelConfig Model { get; init; }

    /// <summary>What it is compared with; null: nothing.</summary>
    public required ModelConfig? Compared { get; init; }

    /// <summary>Whether every network that listens runs in silence too.</summary>
    public required bool WithMuted { get; init; }

    /// <summary>How scores are taken.</summary>
    public required EvaluationProtocol Protocol { get; init; }

    /// <summary>The metrics.</summary>
    public required MapScorer Scorer { get; init; }

    /// <summary>Makes random choices repeatable.</summary>
    public required int Seed { get; init; }

    /// <summary>Whether predictions that need no network are scored too.</summary>
    public required bool WithBaselines { get; init; }

    /// <summary>Whether another program reads the answer.</summary>
    public required bool AsJson { get; init; }

    /// <summary>Where to write every row; null: nowhere.</summary>
    public required string? Csv { get; init; }

    /// <summary>Folder of the picture report; null: none.</summary>
    public required string? Report { get; init; }
}
