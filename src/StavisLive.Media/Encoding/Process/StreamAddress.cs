using StavisLive.Core.Diagnostics;

namespace StavisLive.Media.Encoding.Process;

/// <summary>An address that video is sent to, split into what an ffmpeg's arguments may hold, which every user of the machine can read, and the rest.</summary>
/// <param name="Name">For people, without passwords and keys.</param>
/// <param name="Visible">The address as it stands among the arguments.</param>
/// <param name="Hidden">Options of ffmpeg that must not stand there, by name.</param>
internal sealed record StreamAddress(string Name, string Visible, IReadOnlyList<(string Option, string Value)> Hidden)
{
    private static readonly string[] SecretsOfSrt = ["passphrase", "streamid"];

    // ffmpeg reads a file of options into so many bytes a line, its end and a zero among them.
    private const int LineRoom = 1000;

    // The longest name of an option is rtmp_playpath.
    private const int MostSecret = 984;

    /// <summary>Splits one.</summary>
    public static StreamAddress Of(string address) => StreamProtocol.Of(address).Scheme switch
    {
        "rtmp" or "rtmps" => OfRtmp(address),
        "srt" => OfSrt(address),
        _ => new(SafeAddress.Of(address), SafeAddress.Escape(address), []),
    };

    /// <summary>Why ffmpeg could not be told what is hidden, as a sentence; null where it can.</summary>
    public string? Problem => Hidden.All(FitsALine) ? null : $"{Name}: ffmpeg takes a key or passphrase of at most {MostSecret} bytes, without line breaks.";

    private static bool FitsALine((string Option, string Value) option) =>
        System.Text.Encoding.UTF8.GetByteCount($"{option.Option}={option.Value}\n") < LineRoom && option.Value.IndexOfAny(['\r', '\n', '\0']) < 0;

    // The last part of its path is a key for most servers, and what follows it often a token.
    private static StreamAddress OfRtmp(string address)
    {
        var host = address.IndexOfAny(['/', '?'], address.IndexOf("://", StringComparison.Ordinal) + 3);
        var query = address.IndexOf('?') is >= 0 and var mark ? mark : address.Length;
        var key = address.LastIndexOf('/', query - 1);
        if (host < 0 || (key <= host && query == address.Length)) return new(SafeAddress.Of(address), address, []);
        if (key > host) return new($"{SafeAddress.Of(address[..key])}/***", address[..key], Split(key));
        // One part, and something behind it.
        var hidden = EndOfApplication(address, query) is { } end ? Split(end) : [("rtmp_app", address[(host + 1)..])];
        return new($"{SafeAddress.Of(address[..query])}?***", address[..host], hidden);

        (string, string)[] Split(int slash) => [("rtmp_app", address[(host + 1)..slash]), ("rtmp_playpath", address[(slash + 1)..])];
    }

    // As ffmpeg has it: at the first slash, or, where no colon is before it, at the second; null: there is none, and all is the application's name.
    private static int? EndOfApplication(string address, int query)
    {
        if (address.IndexOf('/', query) is not (>= 0 and var first)) return null;
        return address.IndexOfAny(['/', ':'], first + 1) is >= 0 and var next && address[next] == '/' ? next : first;
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
