using System.Text.RegularExpressions;

namespace StavisLive.Server.Sources;

/// <summary>What a source is called in addresses, topics and file names: small letters, digits and dashes.</summary>
internal static partial class SourceId
{
    /// <summary>The id that goes with a stream's name; others may have the same.</summary>
    public static string Of(string name)
    {
        var id = Foreign().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return id.Length > 0 ? id : "source";
    }

    [GeneratedRegex(@"^[a-z]+://|[^\p{L}\p{M}\p{N}]+")]
    private static partial Regex Foreign();
}
