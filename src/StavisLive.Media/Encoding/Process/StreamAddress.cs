using StavisLive.Core.Diagnostics;

namespace StavisLive.Media.Encoding.Process;

/// <summary>An address that video is sent to, split into what an ffmpeg's arguments may hold, which every user of the machine can read, and the rest.</summary>
/// <param name="Name">For people, without passwords and keys.</param>
/// <param name="Visible">The address as it stands among the arguments.</param>
/// <param name="Hidden">Options of ffmpeg that must not stand there, by name.</param>
internal sealed record StreamAddress(string Name, string Visible, IReadOnlyList<(string Option, string Value)> Hidden)
{
    private static readonly string[] SecretsOfSrt = ["passphrase", "streamid"];

    /// <summary>Splits one.</summary>
    public static StreamAddress Of(string address) => StreamProtocol.Of(address).Scheme switch
    {
        "rtmp" or "rtmps" => OfRtmp(address),
        "srt" => OfSrt(address),
        _ => new(SafeAddress.Of(address), SafeAddress.Escape(address), []),
    };

    // The last part of its path is a key for most servers, and what follows it often a token.
    private static StreamAddress OfRtmp(string address)
    {
        var host = address.IndexOf('/', address.IndexOf("://", StringComparison.Ordinal) + 3);
        var query = address.IndexOf('?') is >= 0 and var mark ? mark : address.Length;
        var key = address.LastIndexOf('/', query - 1);
        if (host < 0 || key <= host) return new(SafeAddress.Of(address), address, []);
        return new($"{SafeAddress.Of(address[..key])}/***", address[..key], [("rtmp_app", address[(host + 1)..key]), ("rtmp_playpath", address[(key + 1)..])]);
    }

    private static StreamAddress OfSrt(string address)
    {
        if (address.IndexOf('?') is not (>= 0 and var mark)) return new(SafeAddress.Of(address), address, []);
        var fields = address[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=', 2)).ToList();
        var secrets = fields.Where(field => field.Length == 2 && SecretsOfSrt.Contains(field[0])).ToList();
        var rest = string.Join('&', fields.Except(secrets).Select(field => string.Join('=', field)));
        var visible = rest.Length > 0 ? $"{address[..mark]}?{rest}" : address[..mark];
        return new(SafeAddress.Of(visible), visible, [.. secrets.Select(field => (field[0], Uri.UnescapeDataString(field[1])))]);
    }
}
