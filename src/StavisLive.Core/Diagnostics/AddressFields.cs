using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace StavisLive.Core.Diagnostics;

/// <summary>Hides fields such as <c>password=...</c> that cameras take in a path or a query.</summary>
internal static partial class AddressFields
{
    private const string Hidden = "***";

    // Nothing that says so little is a secret, unless its name tells that it is.
    private const int LongestHarmless = 3;

    // Of a query any other field's value is hidden: no list knows every camera's word for a password.
    private static readonly FrozenSet<string> Harmless = new[]
    {
        "user", "username", "usr", "login", "loginuse", "account", "channel", "chan", "ch", "channelid", "camera", "cameraid", "cam", "stream",
        "streamtype", "streamid", "subtype", "unicast", "multicast", "proto", "transport", "transportmode", "mode", "profile", "codec", "videocodec",
        "videocodectype", "video", "audio", "resolution", "size", "fps", "framerate", "compression", "quality", "type", "format", "name", "url", "path",
        "timeout", "starttime", "endtime", "start", "end", "real_stream", "inst",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>An address's part behind the host: all values are hidden but those of fields that are known to tell no secret.</summary>
    public static string HideInAddress(string rest)
    {
        var path = rest.IndexOfAny(['/', '?', '#']);
        return path < 0 ? rest : rest[..path] + Field().Replace(rest[path..], field => field.Groups[1].Value + "=" + Value(field.Groups[1].Value, field.Groups[2].Value));
    }

    /// <summary>A text: the values of fields that are called like secrets.</summary>
    public static string HideInText(string text) => Secret().Replace(text, $"$1{Hidden}");

    private static string Value(string name, string value)
    {
        if (SecretName().IsMatch(name)) return Hidden;
        if (!Harmless.Contains(name) && value.Length > LongestHarmless) return Hidden;
        var colon = name.Contains("us", StringComparison.OrdinalIgnoreCase) ? value.IndexOf(':') : -1;
        return colon < 0 ? HideInText(value) : HideInText(value[..colon]) + ":" + Hidden;
    }

    [GeneratedRegex(@"([^/?&;#=]+)=([^?&;#]*)")]
    private static partial Regex Field();

    [GeneratedRegex(@"pass|pwd|psw|pw$|^p$|pin$|auth|key|token|secret|sign|^sig$|cred|session|^sid$|hash|digest", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(
        @"((?:password|passwd|passphrase|loginpass?|pass|pwd|psw|auth|api[_-]?key|access[_-]?key|authorization|credentials?|[_-]pw|\bpw|token|secret)=)[^\s&;#'""]+",
        RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
