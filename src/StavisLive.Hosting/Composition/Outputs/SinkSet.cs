using StavisLive.Core.Sinks;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sinks.Display;

namespace StavisLive.Hosting.Composition.Outputs;

/// <summary>A stream's sinks.</summary>
/// <param name="All">Each with the output that it was made of (null: it is somebody else's), in the order in which they are opened.</param>
internal sealed record SinkSet(IReadOnlyList<(StreamOutput? Output, ISink Sink)> All)
{
    /// <summary>Cancelled when somebody closes the display; never, where there is none.</summary>
    public CancellationToken DisplayClosed => All.Select(made => made.Sink).OfType<DisplaySink>().FirstOrDefault()?.Closed ?? CancellationToken.None;

    /// <summary>Makes a sink of each output; the caller owns them. What was made is disposed where another cannot be.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="parts">What their sinks share.</param>
    /// <param name="others">Somebody else's sinks, made while they are enumerated; they come behind.</param>
    /// <exception cref="FfmpegException">One encodes video, and there is no ffmpeg for it.</exception>
    public static async Task<SinkSet> CreateAsync(IEnumerable<StreamOutput> outputs, SinkParts parts, IEnumerable<ISink> others)
    {
        var all = new List<(StreamOutput?, ISink Sink)>();
        try
        {
            foreach (var output in outputs) all.Add((output, await output.CreateAsync(parts).ConfigureAwait(false)));
            foreach (var sink in others) all.Add((null, sink));
            return new SinkSet(all);
        }
        catch
        {
            foreach (var (_, sink) in all) await DisposeAsync(sink).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The output that a sink was made of; null: it is somebody else's, whatever it is called.</summary>
    public StreamOutput? OutputOf(ISink sink) => All.FirstOrDefault(made => ReferenceEquals(made.Sink, sink)).Output;

    private static async Task DisposeAsync(ISink sink)
    {
        try
        {
            await sink.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What is told is why another could not be made; and the rest is to be disposed as well.
        }
    }
}
