using System.Security.Cryptography;
using System.Text;
using StavisLive.Core.Configuration.Serving;

namespace StavisLive.Server.Access;

/// <summary>The tokens that open the server. Compared in constant time, so that none can be guessed letter by letter.</summary>
internal sealed class AccessTokens
{
    private readonly IReadOnlyList<(byte[] Hash, Caller Caller)> _known;

    /// <param name="tokens">The tokens; none: nobody needs one.</param>
    public AccessTokens(IEnumerable<AccessTokenConfig> tokens) =>
        _known = [.. tokens.Select((token, place) => (HashOf(token.Token), CallerOf(token, place)))];

    /// <summary>Whether anybody needs a token.</summary>
    public bool AreNeeded => _known.Count > 0;

    /// <summary>Whom a token belongs to; null where nobody.</summary>
    public Caller? Find(string token)
    {
        var hash = HashOf(token);
        Caller? found = null;
        // All of them, so that the time does not tell which.
        foreach (var (known, caller) in _known)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash)) found = caller;
        }
        return found;
    }

    /// <summary>What a browser keeps in place of the token, until it expires or the token is another.</summary>
    public string ToSession(string token, DateTimeOffset expires)
    {
        var hash = HashOf(token);
        var until = expires.ToUnixTimeSeconds();
        return $"{until:x}.{Convert.ToHexStringLower(Sign(hash, until))}";
    }

    /// <summary>Whom a session belongs to; null where it is none, or has expired.</summary>
    public Caller? FindSession(string session, DateTimeOffset now)
    {
        var dot = session.IndexOf('.');
        if (dot is < 1 or > 16 || !long.TryParse(session.AsSpan(0, dot), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var until)) return null;
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Convert.FromHexString(session.AsSpan(dot + 1), signature, out _, out var written) != System.Buffers.OperationStatus.Done || written != signature.Length) return null;
        if (until <= now.ToUnixTimeSeconds()) return null;
        Caller? found = null;
        foreach (var (known, caller) in _known)
        {
            if (CryptographicOperations.FixedTimeEquals(Sign(known, until), signature)) found = caller;
        }
        return found;
    }

    private static Caller CallerOf(AccessTokenConfig token, int place) =>
        new(token.Name.Length > 0 ? token.Name : token.Role.ToString().ToLowerInvariant(), token.Role, token.Sources, place);

    // Keyed with the token's hash: sessions outlive the server's restart, and end with the token.
    private static byte[] Sign(byte[] key, long until) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"stavis-live session {until}"));

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
