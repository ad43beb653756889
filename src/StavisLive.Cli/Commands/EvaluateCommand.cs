using System.CommandLine;

namespace StavisLive.Cli.Commands;

/// <summary><c>evaluate</c>: how well maps predict where people looked.</summary>
internal static class EvaluateCommand
{
    public static Command Build() => new("evaluate", "Score saliency maps against where people looked")
    {
        EvaluateDatasetCommand.Build(),
        EvaluateMapsCommand.Build(),
        EvaluateScenesCommand.Build(),
    };
}
