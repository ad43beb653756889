using StavisLive.Core.Configuration;

namespace StavisLive.Hosting.Composition;

/// <summary>A file or folder that a run reads or writes.</summary>
/// <param name="Key">The key that names it; empty for the configuration itself.</param>
/// <param name="Path">As it was given.</param>
/// <param name="IsWritten">Whether it is an output.</param>
/// <param name="Owner">The stream that it belongs to, with a blank before it; empty where that needs no telling.</param>
/// <param name="Place">Moves a problem to its place among the keys.</param>
internal sealed record FileUse(string Key, string Path, bool IsWritten, string Owner, Func<ConfigProblem, ConfigProblem> Place)
{
    /// <summary>What it is called in a sentence.</summary>
    public string Name => Key.Length == 0 ? "the configuration" : $"`{Key}`{Owner}";
}
