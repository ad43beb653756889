using System.Diagnostics.Metrics;

namespace StavisLive.Cluster.StandIn;

/// <summary>Counts the messages that this node sends to others, and writes the count down every second.</summary>
internal sealed class MessageCount : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly MeterListener _listener = new();
    private readonly Timer _timer;
    private long _count;

    public MessageCount(Journal journal)
    {
        // Of each message its size is measured.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Microsoft.Orleans", Name: "orleans-messaging-sent-messages-size" }) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, _, _, _) => Interlocked.Increment(ref _count));
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => Interlocked.Increment(ref _count));
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _count));
        _listener.Start();
        _timer = new Timer(_ => journal.Write("messages", epoch: Interlocked.Read(ref _count)), null, Interval, Interval);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _listener.Dispose();
    }
}
