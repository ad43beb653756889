using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Configuration.Sources;

/// <summary>What a stream is called.</summary>
internal static partial class StreamName
{
    /// <summary>Longest name that somebody may give: it stands in captions and file names.</summary>
    public const int MostLetters = 64;

    private const int MarkLetters = 6;

    /// <summary>The name of a source that was given none: what it is, without passwords.</summary>
    public static string Of(SourceConfig source) => source switch
    {
        { Camera: { } camera } => $"camera {SafeAddress.Redact(camera)}",
        { Rtsp: { } address } => SafeAddress.Of(address),
        { Input: { } input } => Path.GetFileName(Path.TrimEndingDirectorySeparator(SafeAddress.Redact(input))),
        { Synthetic: true } => "synthetic",
        _ => "no source",
    };

    /// <summary>The same, good for file names: <c>roof-554-live</c>, <c>camera 0</c>; of a long one the beginning, and a mark.</summary>
    public static string ShortOf(SourceConfig source)
    {
        var whole = Of(source);
        var name = ForFiles(Scheme().Replace(whole, ""));
        if (name.Length <= MostLetters) return name;
        // What is left out may be all that tells it from others.
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)))[..MarkLetters];
        return $"{ForFiles(name[..(MostLetters - MarkLetters - 1)])}-{mark}";
    }

    /// <summary>A name as a part of file names: whatever is not a letter, digit, dot, underscore or blank becomes a dash.</summary>
    public static string ForFiles(string name) => Foreign().Replace(name, "-").Trim('-', '.', ' ');

    /// <summary>Whether a name is one that may be given: good for file names as it is.</summary>
    public static bool IsGood(string name) => name.Length is > 0 and <= MostLetters && ForFiles(name) == name;

    // With user and hidden password, which say little about the place.
    [GeneratedRegex(@"^rtsps?://([^/]*@)?", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"[^\p{L}\p{M}\p{N}._ -]+")]
    private static partial Regex Foreign();
}
