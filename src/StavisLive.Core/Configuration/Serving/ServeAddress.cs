using System.Globalization;
using System.Net;

namespace StavisLive.Core.Configuration.Serving;

/// <summary>Where a server listens: <c>[HOST:]PORT</c>.</summary>
/// <param name="Host">An address of this machine, a name of it, or <c>*</c> for all of its addresses.</param>
/// <param name="Port">The port; 0: any that is free.</param>
public sealed record ServeAddress(string Host, int Port)
{
    private const string Loopback = "127.0.0.1";

    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Whether it stands for all addresses of this machine.</summary>
    public bool IsEverywhere => Host == "*" || (IPAddress.TryParse(Host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));

    /// <summary>Reads <c>8080</c>, <c>0.0.0.0:8080</c>, <c>[::1]:8080</c> or <c>*:8080</c>; null where it is none of these.</summary>
    public static ServeAddress? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? Loopback : text[..colon];
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort) return null;
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        else if (host.Contains(':')) return null;
        var isKnown = host == "*" || Uri.CheckHostName(host) is not UriHostNameType.Unknown;
        return isKnown ? new ServeAddress(host, port) : null;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}");
}
