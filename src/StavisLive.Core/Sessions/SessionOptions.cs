using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Sessions;

/// <summary>How one stream is run.</summary>
public sealed record SessionOptions
{
    /// <summary>Name of the stream, in results and metrics.</summary>
    public required string Name { get; init; }

    /// <summary>Which slot of its window a map belongs to.</summary>
    public MapAlignment Alignment { get; init; } = MapAlignment.Center;

    /// <summary>Slots per second, 10 to 30; null: <see cref="SlotGrid.DefaultFps"/>.</summary>
    public double? WindowFps { get; init; }

    /// <summary>Whether the stream's audio is listened to, if the network listens at all.</summary>
    public bool Audio { get; init; } = true;

    /// <summary>Share of the network beside other streams', while that is too slow for all of them.</summary>
    /// <value>The default value is 1.</value>
    public int Priority { get; init; } = 1;

    /// <summary>
    /// Makes windows in a way of its own, of what the source turned out to be and whether the network listens; null: a sliding
    /// window, or one of sixteen equal pictures for stills.
    /// </summary>
    public Func<SourceDescription, bool, IWindowAssembler>? Assembler { get; init; }

    /// <summary>Where it publishes; null: a hub of its own.</summary>
    public StreamHub? Hub { get; init; }

    /// <summary>Whether the stream ends when all of its sinks have failed, rather than go on for those who subscribe.</summary>
    /// <value>The default value is true.</value>
    public bool EndsWithSinks { get; init; } = true;

    /// <summary>
    /// Gives what makes another sink, not yet open, in the place of one that has worked and then failed while the stream was live; null,
    /// or where it gives null: that stays failed.
    /// </summary>
    public Func<ISink, Func<Task<ISink>>?>? Renewal { get; init; }

    /// <summary>Sees what goes through the stream, unless that is stills; borrowed; may be null.</summary>
    public IStreamTap? Tap { get; init; }
}
