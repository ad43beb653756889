using System.Text.RegularExpressions;

namespace StavisLive.Core.Diagnostics;

/// <summary>An address taken apart at the last <c>@</c> before its host, so that a password may hold any letters.</summary>
/// <param name="Scheme">With its slashes; empty where there is none.</param>
/// <param name="User">What stands before the <c>@</c>, password included; null where nothing does.</param>
/// <param name="Rest">Host, port, path and query.</param>
/// <param name="IsAmbiguous">Whether it may as well be meant otherwise; it is taken apart so that nothing secret is shown.</param>
internal sealed partial record AddressParts(string Scheme, string? User, string Rest, bool IsAmbiguous)
{
    /// <summary>Takes one apart; whatever it holds, it is one address.</summary>
    public static AddressParts Of(string address)
    {
        var scheme = SchemePattern().Match(address).Value;
        var rest = address[scheme.Length..];
        var authority = rest.IndexOfAny(['/', '?', '#']) is >= 0 and var end ? rest[..end] : rest;
        if (NumberedHost().IsMatch(authority) || Split(rest) is not (>= 0 and var at, var isNumbered)) return new(scheme, null, rest, false);
        var next = authority.Length < rest.Length ? rest[authority.Length] : '/';
        // A stream's address has no fragment, so # belongs to a password; and behind a host of digits nothing else is the host.
        var mayEndAuthority = at > authority.Length && !isNumbered && next != '#';
        if (mayEndAuthority && !authority.Contains('@'))
        {
            if (!authority.Contains(':') && !rest[..at].Contains(':')) return new(scheme, null, rest, false);
            if (UsualPort().IsMatch(authority)) return new(scheme, null, rest, false);
        }
        return new(scheme, rest[..at], rest[(at + 1)..], mayEndAuthority && HostAtEnd().IsMatch(authority));
    }

    /// <summary>The address with what stands before the <c>@</c> percent-encoded as far as it is not yet.</summary>
    public string Escaped => User is null
        ? Scheme + Rest
        : Scheme + (User.IndexOf(':') is >= 0 and var colon ? Escape(User[..colon]) + ":" + Escape(User[(colon + 1)..]) : Escape(User)) + "@" + Rest;

    // The first @ before a host of digits, else the last before anything like a host, else the last.
    private static (int At, bool IsNumbered) Split(string rest)
    {
        var hosts = HostAfterAt().Matches(rest);
        foreach (Match host in hosts)
        {
            if (NumberedHost().IsMatch(host.Groups[1].Value)) return (host.Index, true);
        }
        return hosts.Count > 0 ? (hosts[^1].Index, false) : (rest.LastIndexOf('@'), false);
    }

    private static string Escape(string text) => Unescaped().Replace(text, match => Uri.EscapeDataString(match.Value));

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*:/+", RegexOptions.IgnoreCase)]
    private static partial Regex SchemePattern();

    [GeneratedRegex(@"^(?:\[[0-9a-f:.]+(?:%[^\]]*)?\]|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$", RegexOptions.IgnoreCase)]
    private static partial Regex NumberedHost();

    [GeneratedRegex(@"@((?:\[[0-9a-f:.]+(?:%[^\]]*)?\]|[\p{L}\p{N}._-]+)(?::\d{1,5})?)(?=[/?#]|\s*$)", RegexOptions.IgnoreCase)]
    private static partial Regex HostAfterAt();

    [GeneratedRegex(@"(?:^|@)[\p{L}\p{N}._-]+(?::\d{1,5})?$")]
    private static partial Regex HostAtEnd();

    // What follows a colon may be a password of digits; these are hardly any.
    [GeneratedRegex(@"^[^:]+:(?:80|322|443|554|8080|8443|8554)$")]
    private static partial Regex UsualPort();

    // Whole letters, also those of two UTF-16 units; a lone per cent sign, but none that already begins an escape.
    [GeneratedRegex(@"(?:[^A-Za-z0-9._~!$&()*+,;=%-]|%(?![0-9A-Fa-f]{2}))+")]
    private static partial Regex Unescaped();
}
