using System.Diagnostics.Metrics;

namespace StavisLive.Core.Diagnostics;

/// <summary>What is read from running streams and networks when somebody asks for it.</summary>
internal static class Gauges
{
    static Gauges()
    {
        Add("stavis.map.age", "s", "Time since the newest frame that has a map was handed to the process.", stream => stream.MapAge);
        Add("stavis.look_ahead", "s", "How far windows reach beyond the frames that their maps are for, by design.", stream => stream.LookAhead);
        Add("stavis.source.last_frame", "s", "When the newest frame came, in seconds since 1970.", stream => stream.LastFrame);
        Add("stavis.av_offset", "s", "How much later than it was heard the audio lies on the pictures' line; negative: earlier.", stream => stream.AudioOffset);
        Add("stavis.clock_drift", "[ppm]", "How much faster the audio's clock runs than the pictures'.", stream => stream.ClockDrift);
        Add("stavis.audio.level", "dB{FS}", "Peak of the newest audio against full scale, falling slowly.", stream => stream.AudioLevel);
        var meter = Telemetry.Meter;
        meter.CreateObservableGauge("stavis.source.state", States, "1", "1 for the state that the source is in, 0 for every other.");
        meter.CreateObservableUpDownCounter("stavis.queue.depth", Queues, "{item}", "What waits in a queue between two stages.");
        meter.CreateObservableUpDownCounter("stavis.subscribers", Subscribers, "{subscriber}", "Who is subscribed to the stream.");
        meter.CreateObservableUpDownCounter("stavis.outputs.failed", Outputs, "{output}", "1 for an output that has failed, 0 for every other.");
        meter.CreateObservableGauge("stavis.network.utilisation", Utilisation, "1", "Share of the network's threads that was busy over the last seconds.");
    }

    /// <summary>The streams that run.</summary>
    public static Registry<IStreamGauges> Streams { get; } = new();

    /// <summary>The networks that are loaded: one, as a rule.</summary>
    public static Registry<BusyAverage> Networks { get; } = new();

    private static void Add(string name, string unit, string description, Func<IStreamGauges, double?> read) =>
        Telemetry.Meter.CreateObservableGauge(name, () => Read(read), unit, description);

    private static IEnumerable<Measurement<double>> Read(Func<IStreamGauges, double?> read)
    {
        foreach (var stream in Streams.Entries)
        {
            if (read(stream) is { } value) yield return new Measurement<double>(value, Tags.Source(stream.Source));
        }
    }

    private static IEnumerable<Measurement<int>> States()
    {
        foreach (var stream in Streams.Entries)
        {
            var now = stream.State;
            foreach (var state in stream.States) yield return new Measurement<int>(state == now ? 1 : 0, Tags.Source(stream.Source), Tags.State(state));
        }
    }

    private static IEnumerable<Measurement<int>> Queues() =>
        from stream in Streams.Entries
        from queue in stream.Queues
        select new Measurement<int>(queue.Depth, Tags.Source(stream.Source), Tags.Queue(queue.Queue));

    private static IEnumerable<Measurement<int>> Subscribers() =>
        from stream in Streams.Entries
        from subscribers in stream.Subscribers
        select new Measurement<int>(subscribers.Count, Tags.Source(stream.Source), Tags.Kind(subscribers.Kind));

    private static IEnumerable<Measurement<int>> Outputs() =>
        from stream in Streams.Entries
        from output in stream.Outputs
        select new Measurement<int>(output.HasFailed ? 1 : 0, Tags.Source(stream.Source), Tags.Output(output.Output));

    private static IEnumerable<Measurement<double>> Utilisation()
    {
        var networks = Networks.Entries;
        if (networks.Count > 0) yield return new Measurement<double>(networks.Sum(network => network.Busy) / networks.Sum(network => network.Workers));
    }
}
