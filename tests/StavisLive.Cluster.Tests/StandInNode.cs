using System.Diagnostics;
using System.Text;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests;

/// <summary>A node in a process of its own, whose streams are stand-ins. Disposing kills it.</summary>
internal sealed class StandInNode : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    /// <param name="config">What it is told.</param>
    /// <param name="journal">Where it writes down when streams ran.</param>
    /// <param name="networkNamespace">The network namespace that it is in; null: the test's own.</param>
    public StandInNode(ClusterConfig config, string journal, string? networkNamespace = null)
    {
        Name = config.Name!;
        var file = $"{journal}.json";
        File.WriteAllText(file, ConfigFile.Format(new StavisConfig { Cluster = config }));
        string[] command = [Path.Combine(AppContext.BaseDirectory, "StavisLive.Cluster.StandIn"), file, journal];
        if (networkNamespace is not null) command = ["ip", "netns", "exec", networkNamespace, .. command];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its process number.</summary>
    public int Id => _process.Id;

    /// <summary>How its run is called in the journal.</summary>
    public string Run => $"{Name}.{_process.Id}";

    /// <summary>What it has said so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and waits for that.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        Signals.Send(_process.Id, "TERM");
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_output) _output.AppendLine(line);
    }
}
