using System.Diagnostics;
using System.Net.Sockets;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Events.Mqtt;

/// <summary>A running mosquitto on a free port of the loopback interface, with its files in a folder of its own. Disposing ends it.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    // Not in the path of ordinary users.
    private static readonly string Program = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "/usr/bin/mosquitto";

    private readonly string _folder = Directory.CreateTempSubdirectory("stavis-live-mosquitto-").FullName;
    private Process? _process;

    private Mosquitto()
    {
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; private set; }

    /// <summary>Starts one.</summary>
    /// <param name="user">Who alone may come, with what password; null: anybody.</param>
    /// <param name="certificate">What it shows for itself; null: it speaks openly.</param>
    public static async Task<Mosquitto> StartAsync((string Name, string Password)? user = null, TestCertificate? certificate = null)
    {
        var broker = new Mosquitto();
        List<string> settings = ["persistence false", "log_dest stderr", "user root"];
        if (user is { } known)
        {
            using var passwords = Process.Start("mosquitto_passwd", ["-b", "-c", broker.PathOf("passwords"), known.Name, known.Password]);
            await passwords.WaitForExitAsync();
            settings.AddRange(["allow_anonymous false", $"password_file {broker.PathOf("passwords")}"]);
        }
        else
        {
            settings.Add("allow_anonymous true");
        }
        if (certificate is not null)
        {
            await File.WriteAllTextAsync(broker.PathOf("certificate.pem"), certificate.CertificatePem);
            await File.WriteAllTextAsync(broker.PathOf("key.pem"), certificate.KeyPem);
            settings.AddRange([$"certfile {broker.PathOf("certificate.pem")}", $"keyfile {broker.PathOf("key.pem")}"]);
        }
        await broker.StartAsync(settings);
        return broker;
    }

    /// <summary>Ends it at once.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it again where it was; it remembers nothing.</summary>
    public async Task RestartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", PathOf("mosquitto.conf")]) { RedirectStandardError = true })!;
        _ = _process.StandardError.ReadToEndAsync();
        await Eventually.HoldsAsync(() => _process.HasExited || IsListening());
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // Somebody else may take a port before it does.
    private async Task StartAsync(List<string> settings)
    {
        for (var tries = 0; tries < 5; tries++)
        {
            Port = FreePort.Next();
            await File.WriteAllLinesAsync(PathOf("mosquitto.conf"), [$"listener {Port} 127.0.0.1", .. settings]);
            await RestartAsync();
            if (!_process!.HasExited) return;
            _process.Dispose();
            _process = null;
        }
        Assert.Fail("mosquitto did not start.");
    }

    private string PathOf(string file) => Path.Combine(_folder, file);

    private bool IsListening()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            // Not yet.
            return false;
        }
    }
}
