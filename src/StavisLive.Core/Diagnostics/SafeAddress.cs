using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace StavisLive.Core.Diagnostics;

/// <summary>Takes passwords out of addresses before anybody reads them: in names, messages, logs and metrics.</summary>
/// <remarks>
/// Rather too much is hidden than too little: cameras accept passwords with <c>@</c> or <c>/</c> in them, and some
/// take user and password as fields of the path or the query.
/// </remarks>
public static partial class SafeAddress
{
    /// <summary>What stands in the place of a password.</summary>
    internal const string Hidden = "***";

    // Fewer letters occur in everything; a short password is still hidden where passwords stand.
    private const int LeastSecret = 4;

    // What is replaced wherever it occurs, and by what.
    private static ImmutableDictionary<string, string> _known = ImmutableDictionary<string, string>.Empty;

    /// <summary>Hides a secret from now on wherever it occurs, as it is and percent-encoded; of a whole address only its password.</summary>
    public static void Hide(string secret)
    {
        if (secret.Contains("://", StringComparison.Ordinal)) Know(secret);
        else if (secret.Length >= LeastSecret) Replace([secret, Uri.EscapeDataString(secret)], Hidden);
    }

    /// <summary>Sees to it that an address stands without its password wherever it occurs in a text from now on, whatever letters it holds.</summary>
    /// <remarks>Only one that would not be seen in a text is remembered, and so for good: some sources have another address at each opening.</remarks>
    public static void Know(string address)
    {
        var safe = Of(address);
        if (safe != address && !IsSeen(address, safe)) Replace([address, Escape(address)], safe);
    }

    /// <summary>One address without its password: <c>rtsp://user:***@host/path</c>.</summary>
    /// <remarks>The whole of <paramref name="address"/> is one address, even where it holds blanks.</remarks>
    public static string Of(string address)
    {
        var parts = AddressParts.Of(ReplaceKnown(address));
        return parts.Scheme + WithoutPassword(parts.User) + AddressFields.HideInAddress(parts.Rest);
    }

    /// <summary>A text without the passwords of the addresses in it.</summary>
    /// <remarks>
    /// An address ends at a blank or a quote. Where the address is known, <see cref="Redact(string, string)"/> is safer.
    /// </remarks>
    public static string Redact(string text) => AddressFields.HideInText(AddressInText().Replace(ReplaceKnown(text), OfSegment));

    /// <summary>The same, knowing that <paramref name="address"/> may occur in the text, whatever characters it holds.</summary>
    public static string Redact(string text, string address) =>
        Redact(address.Length == 0 ? text : text.Replace(address, Of(address), StringComparison.Ordinal));

    /// <summary>The address with user and password percent-encoded as far as they are not yet, as every reader of addresses understands it.</summary>
    public static string Escape(string address) => AddressParts.Of(address).Escaped;

    private static string WithoutPassword(string? user) => user switch
    {
        null => "",
        _ when user.IndexOf(':') is >= 0 and var colon => $"{user[..colon]}:{Hidden}@",
        _ => user + "@",
    };

    // Up to the next address or the line's end; of that, what belongs to the address.
    private static string OfSegment(Match match)
    {
        var segment = match.Value;
        var end = segment.IndexOfAny([' ', '\t', '\'', '"']) is >= 0 and var blank ? blank : segment.Length;
        var at = LastAt().Match(segment) is { Success: true } found ? found.Index : -1;
        // A password or user with a blank in it: the part before that is no host with its path.
        if (at > end && !segment[..end].Contains('@') && !HostInText().IsMatch(segment[..end]))
            end = segment.IndexOfAny([' ', '\t', '\'', '"'], at) is >= 0 and var later ? later : segment.Length;
        return Of(segment[..end]) + segment[end..];
    }

    // By itself, in quotes and before a message; what may end an address in other places is not tried.
    private static bool IsSeen(string address, string safe) =>
        Plain().IsMatch(address) && Redact($"'{address}' {address}: 401") == $"'{safe}' {safe}: 401";

    private static void Replace(string[] forms, string safe)
    {
        foreach (var form in forms) ImmutableInterlocked.TryAdd(ref _known, form, safe);
    }

    // The longest first: one may hold another.
    private static string ReplaceKnown(string text) => _known
        .Where(known => text.Contains(known.Key, StringComparison.Ordinal))
        .OrderByDescending(known => known.Key.Length)
        .Aggregate(text, (hidden, known) => hidden.Replace(known.Key, known.Value, StringComparison.Ordinal));

    [GeneratedRegex(@"[a-z][a-z0-9+.-]*://(?:(?![a-z][a-z0-9+.-]*://)[^\r\n])*", RegexOptions.IgnoreCase)]
    private static partial Regex AddressInText();

    // No blanks, quotes or brackets, and one @ at most.
    [GeneratedRegex(@"^[\p{L}\p{N}:/?#!$&*+;=%._~-]*@?[\p{L}\p{N}:/?#!$&*+;=%._~-]*$")]
    private static partial Regex Plain();

    // ffmpeg writes "[h264 @ 0x5589e4c1d2c0]".
    [GeneratedRegex(@"@(?=\S)(?!.*@\S)")]
    private static partial Regex LastAt();

    [GeneratedRegex(@"://(?:[^/:]+(?::\d{1,5})?[/?].*|[^/:]+:\d{1,5}|[^/:]+(?::\d{1,5})?[:.,;)])$")]
    private static partial Regex HostInText();
}
