using System.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Evaluation.Metrics;

namespace StavisLive.Cli.Commands;

/// <summary>How the metrics that draw at random do so.</summary>
internal sealed class SamplingOptions
{
    private readonly Option<int?> _splits = new("--splits")
    {
        HelpName = "N",
        Description = "Average AUC-Borji and shuffled AUC over N random draws, as the benchmark does; without it they are the exact mean over all draws",
    };

    private readonly Option<int> _seed = new("--seed") { HelpName = "N", Description = "Makes random choices repeatable", DefaultValueFactory = _ => 0 };

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_splits);
        command.Add(_seed);
    }

    /// <summary>What makes random choices repeatable.</summary>
    public int Seed(ParseResult parsed) => parsed.GetValue(_seed);

    /// <summary>The scorer that was asked for.</summary>
    /// <exception cref="ConfigException">There would be no draw.</exception>
    public MapScorer CreateScorer(ParseResult parsed)
    {
        var splits = parsed.GetValue(_splits);
        if (splits is < 1) throw new ConfigException($"--splits is at least 1, not {splits}.");
        return new MapScorer(splits, parsed.GetValue(_seed));
    }
}
