using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace StavisLive.Cluster.Tests;

/// <summary>A node in a process of its own, whose streams are stand-ins. Disposing kills it.</summary>
internal sealed class StandInNode : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    /// <param name="name">Its name.</param>
    /// <param name="address">The cluster's Redis.</param>
    /// <param name="journal">Where it writes down when streams ran.</param>
    /// <param name="capacity">Maps per second that it gives.</param>
    /// <param name="labels">Its labels.</param>
    public StandInNode(string name, string address, string journal, double capacity, params string[] labels)
        : this(name, Path.Combine(AppContext.BaseDirectory, "StavisLive.Cluster.StandIn"), [], address, journal, capacity, labels)
    {
    }

    private StandInNode(string name, string program, string[] before, string address, string journal, double capacity, string[] labels)
    {
        Name = name;
        string[] arguments = [.. before, name, address, capacity.ToString(CultureInfo.InvariantCulture), journal, .. labels];
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
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

    /// <summary>One in a network namespace.</summary>
    public static StandInNode Within(string networkNamespace, string name, string address, string journal, double capacity) => new(
        name, "ip", ["netns", "exec", networkNamespace, Path.Combine(AppContext.BaseDirectory, "StavisLive.Cluster.StandIn")], address, journal, capacity, []);

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
        await Signals.SendAsync(_process.Id, "TERM");
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
