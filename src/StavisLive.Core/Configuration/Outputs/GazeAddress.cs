using System.Net;

namespace StavisLive.Core.Configuration.Outputs;

/// <summary>Where an eye tracker's datagrams are received.</summary>
public static class GazeAddress
{
    private const string Scheme = "udp://";

    /// <summary>Reads <c>udp://[HOST]:PORT</c>, where HOST is this machine's own number and left out this machine only; null where it is none.</summary>
    public static IPEndPoint? Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var place = text[Scheme.Length..].TrimEnd('/').TrimStart('@');
        if (place.StartsWith(':')) place = IPAddress.Loopback + place;
        return place.Contains(':') && IPEndPoint.TryParse(place, out var found) && found.Port > 0 ? found : null;
    }
}
