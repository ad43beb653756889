using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Tests.Capture.Rtsp;

/// <summary>A running tools/rtsp-server.py on a free port of the loopback interface.</summary>
internal sealed class RtspServer : IAsyncDisposable
{
    // Debian's own Python: the one that finds the GStreamer bindings of the package python3-gi.
    private const string Python = "/usr/bin/python3";

    private readonly FfmpegProcess _process;

    private RtspServer(FfmpegProcess process, string address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it listens, without user and password.</summary>
    public string Address { get; }

    /// <summary>Its process number.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<RtspServer> StartAsync(params string[] arguments)
    {
        var process = FfmpegProcess.Start(Python, [ScriptPath(), "--port", "0", .. arguments]);
        var reader = new StreamReader(process.Output);
        var address = await reader.ReadLineAsync();
        if (address is not null) return new RtspServer(process, address);
        await process.WaitForExitAsync(CancellationToken.None);
        var messages = process.Messages;
        await process.DisposeAsync();
        throw new InvalidOperationException($"tools/rtsp-server.py did not start: {messages}");
    }

    /// <summary>Ends it at once.</summary>
    public void Kill() => _process.Kill();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string ScriptPath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "StavisLive.sln"))) folder = folder.Parent;
        Assert.NotNull(folder);
        return Path.Combine(folder.FullName, "tools", "rtsp-server.py");
    }
}
