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
    private const string Hidden = "***";

    // Fewer letters occur in everything; a short password is still hidden where passwords stand.
    private const int LeastSecret = 4;

    private static ImmutableArray<string> _secrets = [];

    /// <summary>Hides a secret from now on wherever it occurs, as it is and percent-encoded.</summary>
    public static void Hide(string secret)
    {
        if (secret.Length < LeastSecret) return;
        foreach (var form in new[] { secret, Uri.EscapeDataString(secret) })
            ImmutableInterlocked.Update(ref _secrets, secrets => secrets.Contains(form) ? secrets : secrets.Add(form));
    }

    /// <summary>One address without its password: <c>rtsp://user:***@host/path</c>.</summary>
    /// <remarks>The whole of <paramref name="address"/> is one address, even where it holds blanks.</remarks>
    public static string Of(string address) => HideFields(WholeAddress().Replace(HideSecrets(address), $"$1{Hidden}@"));

    /// <summary>A text without the passwords of the addresses in it.</summary>
    /// <remarks>
    /// An address ends at a blank or a quote. Where the address is known, <see cref="Redact(string, string)"/> is safer.
    /// </remarks>
    public static string Redact(string text) => HideFields(AddressInText().Replace(HideSecrets(text), $"$1{Hidden}@"));

    /// <summary>The same, knowing that <paramref name="address"/> may occur in the text, whatever characters it holds.</summary>
    public static string Redact(string text, string address) =>
        Redact(address.Length == 0 ? text : text.Replace(address, Of(address), StringComparison.Ordinal));

    // The longest first: one secret may hold another.
    private static string HideSecrets(string text) => _secrets
        .Where(secret => text.Contains(secret, StringComparison.Ordinal))
        .OrderByDescending(secret => secret.Length)
        .Aggregate(text, (hidden, secret) => hidden.Replace(secret, Hidden, StringComparison.Ordinal));

    private static string HideFields(string text) => PasswordField().Replace(text, $"$1{Hidden}");

    // scheme://user: then the password up to the last @ before the path or, failing that (a password with a slash in
    // it), up to the last @ at all; unless what follows the colon is a port.
    [GeneratedRegex(
        @"([a-z][a-z0-9+.-]*://[^\s/?#:@]*:)(?!\d*(?:[/?#]|\s|$))(?:[^/?#]*|.*)@",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex WholeAddress();

    [GeneratedRegex(
        @"([a-z][a-z0-9+.-]*://[^\s/?#:@'""]*:)(?!\d*(?:[/?#]|\s|$))(?:[^\s/?#'""]*|[^\s'""]*)@",
        RegexOptions.IgnoreCase)]
    private static partial Regex AddressInText();

    // rtsp://host/user=admin&password=secret and its relatives; a field ends where a query's does.
    [GeneratedRegex(@"((?:password|passwd|passphrase|pass|pwd|token|secret)=)[^\s&;#'""]+", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordField();
}
