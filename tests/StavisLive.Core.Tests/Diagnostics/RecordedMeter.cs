using System.Diagnostics.Metrics;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Tests.Diagnostics;

/// <summary>Listens to the program's meter and adds up what it tells of one stream, or of none in particular.</summary>
internal sealed class RecordedMeter : IDisposable
{
    private readonly string? _source;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<double>> _values = [];
    private readonly MeterListener _listener = new();

    /// <param name="source">The stream's name; null for what belongs to no stream.</param>
    public RecordedMeter(string? source)
    {
        _source = source;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The series that were told of: instrument and the other tags' values.</summary>
    public IReadOnlyList<string> Series
    {
        get
        {
            lock (_lock) return [.. _values.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>What was recorded: the instrument's name, then the values of its tags but for the source, parted by blanks.</summary>
    public IReadOnlyList<double> Values(string series)
    {
        lock (_lock) return _values.TryGetValue(series, out var values) ? [.. values] : [];
    }

    /// <summary>The sum of what was recorded.</summary>
    public double Sum(string series) => Values(series).Sum();

    /// <summary>The gauges now; null where one tells nothing.</summary>
    public Func<string, double?> Read()
    {
        var read = new RecordedMeter(_source);
        using (read) read._listener.RecordObservableInstruments();
        return series => read.Values(series) is [var value] ? value : null;
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? source = null;
        var series = instrument.Name;
        foreach (var (key, tag) in tags)
        {
            if (key == "source") source = (string?)tag;
            else series += $" {tag}";
        }
        if (source != _source) return;
        lock (_lock)
        {
            if (!_values.TryGetValue(series, out var values)) _values[series] = values = [];
            values.Add(value);
        }
    }
}
