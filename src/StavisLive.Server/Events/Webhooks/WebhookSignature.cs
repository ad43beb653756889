using System.Security.Cryptography;
using System.Text;

namespace StavisLive.Server.Events.Webhooks;

/// <summary>What a call is signed with, so that its receiver knows that nobody else made it, and when.</summary>
internal static class WebhookSignature
{
    /// <summary><c>sha256=</c> and the HMAC-SHA256 in small hexadecimal digits of the time, a dot and the body.</summary>
    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp + "."));
        hash.AppendData(body);
        return "sha256=" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
