using System.CommandLine;
using StavisLive.Core.Configuration;

namespace StavisLive.Cli.CommandLine;

/// <summary>An option whose value is one word of those that its key knows.</summary>
internal interface IWordOption
{
    /// <summary>The problem of a word that was given and is none of these; null where there is none.</summary>
    ConfigProblem? ProblemIn(ParseResult parsed);
}
