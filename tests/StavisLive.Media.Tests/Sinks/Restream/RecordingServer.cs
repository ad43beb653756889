using System.Globalization;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Restream;

/// <summary>A GStreamer RTSP server that takes what is pushed, decodes it and keeps what arrived. Disposing ends it.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly RtspServer _server;
    private readonly Task _reading;
    private volatile Arrived _arrived = new(0, "", (0, 0, 0), 0);

    private RecordingServer(RtspServer server)
    {
        _server = server;
        _reading = ReadAsync();
    }

    /// <summary>What came so far: how many pictures, the newest one's size and the colour of its middle, and the loudest sample.</summary>
    public sealed record Arrived(int Pictures, string Size, (int Red, int Green, int Blue) Middle, double Loudest);

    public Arrived Newest => _arrived;

    /// <summary>Where it listens, without user and password.</summary>
    public string Address => _server.Address;

    public static async Task<RecordingServer> StartAsync(params string[] arguments) => new(await RtspServer.StartAsync(["--record", .. arguments]));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        // The pipe is gone with the process.
        while (await TryReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            var now = _arrived;
            _arrived = words[0] == "sound"
                ? now with { Loudest = Math.Max(now.Loudest, double.Parse(words[1], CultureInfo.InvariantCulture)) }
                : now with { Pictures = now.Pictures + 1, Size = words[1], Middle = ColourOf(words[2]) };
        }
    }

    private async Task<string?> TryReadLineAsync()
    {
        try
        {
            return await _server.ReadLineAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException or IOException)
        {
            return null;
        }
    }

    private static (int Red, int Green, int Blue) ColourOf(string text) =>
        text.Split(',') is [var red, var green, var blue] ? (int.Parse(red), int.Parse(green), int.Parse(blue)) : throw new FormatException(text);
}
