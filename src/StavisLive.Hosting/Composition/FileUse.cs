using StavisLive.Core.Configuration;
using StavisLive.Media.Files;

namespace StavisLive.Hosting.Composition;

/// <summary>A file, a folder or an address that a run reads or writes.</summary>
/// <param name="Key">The key that names it; empty for the configuration itself.</param>
/// <param name="Path">As it was given.</param>
/// <param name="IsWritten">Whether it is an output.</param>
/// <param name="Owner">The stream that it belongs to, with a blank before it; empty where that needs no telling.</param>
/// <param name="Place">Moves a problem to its place among the keys.</param>
internal sealed record FileUse(string Key, string Path, bool IsWritten, string Owner, Func<ConfigProblem, ConfigProblem> Place)
{
    /// <summary>Whether <see cref="Path"/> is an address. It may hold secrets, which no message shows.</summary>
    public bool IsAddress { get; init; }

    /// <summary>A text that is the same for all that lead to one place; addresses are taken as they are written.</summary>
    public string Identity => IsAddress ? Path : FilePlace.IdentityOf(Path);

    /// <summary>What it is called in a sentence.</summary>
    public string Name => Key.Length == 0 ? "the configuration" : $"`{Key}`{Owner}";
}
