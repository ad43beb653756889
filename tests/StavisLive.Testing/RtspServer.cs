using System.Diagnostics;

namespace StavisLive.Testing;

/// <summary>A running tools/rtsp-server.py on a free port of the loopback interface. Disposing ends it.</summary>
public sealed class RtspServer : IAsyncDisposable
{
    // Debian's own Python: the one that finds the GStreamer bindings of the package python3-gi.
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;
    private bool _isDisposed;

    private RtspServer(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it listens, without user and password.</summary>
    public string Address { get; }

    /// <summary>Its process number.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="arguments">Of tools/rtsp-server.py; <c>--port</c> overrides the free one.</param>
    public static async Task<RtspServer> StartAsync(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Python, [ScriptPath(), "--port", "0", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var messages = process.StandardError.ReadToEndAsync();
        var address = await process.StandardOutput.ReadLineAsync();
        if (address is not null) return new RtspServer(process, address);
        await process.WaitForExitAsync();
        process.Dispose();
        throw new InvalidOperationException($"tools/rtsp-server.py did not start: {await messages}");
    }

    /// <summary>The next line that it tells; null when it has ended.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Ends it at once.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (!_process.HasExited) Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string ScriptPath()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "StavisLive.sln"))) return Path.Combine(folder, "tools", "rtsp-server.py");
        }
        throw new InvalidOperationException($"No StavisLive.sln above {AppContext.BaseDirectory}.");
    }
}
