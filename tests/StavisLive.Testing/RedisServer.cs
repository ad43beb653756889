using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace StavisLive.Testing;

/// <summary>A real Redis on a free port, with a folder of its own. Disposing ends it.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-redis-");
    private readonly string[] _options;
    private Process? _process;

    private RedisServer(int port, string[] options) => (Port, _options) = (port, options);

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Its address, without a password.</summary>
    public string Address => $"redis://127.0.0.1:{Port}";

    /// <summary>Its process number.</summary>
    public int Id => _process!.Id;

    /// <summary>Starts one.</summary>
    /// <param name="options">Further options of redis-server; <c>PORT</c> in them is its port.</param>
    public static async Task<RedisServer> StartAsync(params string[] options)
    {
        var server = new RedisServer(FreePort.Next(), options);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again, with what it has kept.</summary>
    public async Task StartAsync()
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        // Every change is kept, so that one that was killed comes back as it was.
        string[] arguments = ["--port", _options.Contains("--tls-port") ? "0" : port, "--appendonly", "yes", "--appendfsync", "always", "--dir", _folder.FullName, .. _options.Select(option => option.Replace("PORT", port))];
        _process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        while (!IsListening())
        {
            if (_process.HasExited) throw new InvalidOperationException($"redis-server did not start on port {Port}.");
            await Task.Delay(50);
        }
    }

    /// <summary>Ends it at once.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process!.HasExited)
        {
            // It ends whether it is frozen or not.
            await KillAsync();
        }
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private bool IsListening()
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
