using System.Diagnostics;
using System.Runtime.InteropServices;

namespace StavisLive.Testing;

/// <summary>A PulseAudio server of a test's own: two rooms that can be played into and listened to, and no hardware.</summary>
/// <remarks>
/// The monitor of the sink <see cref="Room"/> is the default source. The null sinks never rewind: their monitors hear what is
/// played once, and in its order.
/// </remarks>
public sealed class PrivatePulseAudio : IAsyncDisposable
{
    /// <summary>Sink whose monitor is the default source.</summary>
    public const string Room = "room";

    /// <summary>Another sink.</summary>
    public const string Street = "street";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder;
    private Process _server;
    private readonly List<Process> _players = [];

    private PrivatePulseAudio(DirectoryInfo folder, Process server)
    {
        _folder = folder;
        _server = server;
    }

    /// <summary>Whether it can be started here; tests skip where it cannot.</summary>
    public static bool IsInstalled => File.Exists("/usr/bin/pulseaudio") && File.Exists("/usr/bin/pacat") && File.Exists("/usr/bin/pactl");

    /// <summary>Whether ALSA devices can be made of it.</summary>
    public static bool IsAlsaPluginInstalled => Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu")
        .Any(folder => File.Exists(Path.Combine(folder, "alsa-lib", "libasound_module_pcm_pulse.so")));

    /// <summary>Where it listens.</summary>
    public string Address => $"unix:{Path.Combine(_folder.FullName, "native")}";

    /// <summary>An ALSA configuration with one device, <c>room</c>, which hears what the default source does.</summary>
    public string AlsaConfiguration => Path.Combine(_folder.FullName, "asound.conf");

    /// <summary>What lets a program find it and nothing else, no sound card of the machine's either.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["PULSE_SERVER"] = Address,
        ["XDG_RUNTIME_DIR"] = _folder.FullName,
        ["ALSA_CONFIG_PATH"] = "/dev/null",
    };

    /// <summary>Name of the source that hears a sink.</summary>
    public static string MonitorOf(string sink) => $"{sink}.monitor";

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<PrivatePulseAudio> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("stavis-pulse-");
        var script = Path.Combine(folder.FullName, "script.pa");
        await File.WriteAllLinesAsync(script,
        [
            $"load-module module-native-protocol-unix socket={Path.Combine(folder.FullName, "native")} auth-anonymous=1",
            $"load-module module-null-sink sink_name={Room} norewinds=1 sink_properties=device.description=Room",
            $"load-module module-null-sink sink_name={Street} norewinds=1 sink_properties=device.description=Street",
            $"set-default-sink {Room}",
            $"set-default-source {MonitorOf(Room)}",
        ]);
        var audio = new PrivatePulseAudio(folder, StartServer(folder));
        await File.WriteAllTextAsync(audio.AlsaConfiguration,
            $"pcm.room {{ type plug slave.pcm {{ type pulse server \"{audio.Address}\" device \"{MonitorOf(Room)}\" }} }}\n");
        await audio.AnswersAsync();
        return audio;
    }

    /// <summary>Plays mono samples at 22,050 Hz into a sink until they end; returns at once.</summary>
    public void Play(float[] samples, string sink = Room)
    {
        var file = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.raw");
        File.WriteAllBytes(file, MemoryMarshal.AsBytes(samples.AsSpan()).ToArray());
        _players.Add(Process.Start(Client("pacat",
            ["--playback", "--raw", "--format=float32le", "--rate=22050", "--channels=1", "--latency-msec=200", $"--device={sink}", file]))!);
    }

    /// <summary>Makes another source the default one.</summary>
    public Task SetDefaultSourceAsync(string source) => ControlAsync("set-default-source", source);

    /// <summary>Adds a source that never gives a sample.</summary>
    public Task AddMuteSourceAsync(string name) => ControlAsync(
        "load-module", "module-pipe-source", $"source_name={name}", $"file={Path.Combine(_folder.FullName, name)}", "format=float32le", "rate=22050", "channels=1");

    /// <summary>How many programs are connected, beside the one that asks.</summary>
    public async Task<int> CountClientsAsync()
    {
        var (_, output) = await TryControlAsync("list", "short", "clients");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => !line.TrimEnd().EndsWith("pactl", StringComparison.Ordinal));
    }

    /// <summary>Ends the server at once.</summary>
    public void Kill() => _server.Kill();

    /// <summary>Starts it again after <see cref="Kill"/>, at the same address, and waits until it answers.</summary>
    public async Task RestartAsync()
    {
        await _server.WaitForExitAsync();
        _server.Dispose();
        _server = StartServer(_folder);
        await AnswersAsync();
    }

    /// <summary>Mutes a source, or not.</summary>
    public Task MuteAsync(string source, bool isMuted) => ControlAsync("set-source-mute", source, isMuted ? "1" : "0");

    /// <summary>Holds the server up: it neither answers nor ends.</summary>
    public void Freeze() => Signals.Send(_server.Id, "STOP");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var player in _players)
        {
            if (!player.HasExited) player.Kill();
            await player.WaitForExitAsync();
            player.Dispose();
        }
        if (!_server.HasExited) _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Process StartServer(DirectoryInfo folder)
    {
        var start = new ProcessStartInfo("pulseaudio",
            ["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--log-target=null", "-F", Path.Combine(folder.FullName, "script.pa")])
        {
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = folder.FullName;
        start.Environment["XDG_RUNTIME_DIR"] = folder.FullName;
        var server = Process.Start(start)!;
        server.ErrorDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        return server;
    }

    private async Task AnswersAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await TryControlAsync("info")).Code != 0) await Task.Delay(50, patience.Token);
    }

    private async Task ControlAsync(params string[] arguments)
    {
        if (await TryControlAsync(arguments) is (not 0 and var code, _))
            throw new InvalidOperationException($"pactl {string.Join(' ', arguments)} ended with code {code}.");
    }

    private async Task<(int Code, string Output)> TryControlAsync(params string[] arguments)
    {
        var start = Client("pactl", arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var control = Process.Start(start)!;
        var output = control.StandardOutput.ReadToEndAsync();
        await Task.WhenAll(output, control.StandardError.ReadToEndAsync(), control.WaitForExitAsync());
        return (control.ExitCode, await output);
    }

    private ProcessStartInfo Client(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return start;
    }
}
