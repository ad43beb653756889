using System.Diagnostics;
using System.Globalization;

namespace StavisLive.Cluster.StandIn;

/// <summary>Writes down when each stream ran: a line each for a start and a stop, and one every twentieth of a second for as long as the process lives.</summary>
/// <remarks>Times are the machine's own, the same for all of its processes: milliseconds since it was started.</remarks>
internal sealed class Journal : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly string _node;
    private readonly StreamWriter _file;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _living;

    public Journal(string node, string file)
    {
        _node = $"{node}.{Environment.ProcessId}";
        _file = new StreamWriter(file, append: true) { AutoFlush = true };
        _living = LiveAsync();
    }

    public void Write(string what, string stream = "-", long epoch = 0)
    {
        var milliseconds = Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;
        lock (_lock) _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0}\t{_node}\t{what}\t{stream}\t{epoch}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _living;
        _stop.Dispose();
        await _file.DisposeAsync();
    }

    private async Task LiveAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do Write("lives");
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The node ends.
        }
    }
}
