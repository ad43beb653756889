using System.Text.Json.Serialization;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Media;

namespace StavisLive.Server.Events;

/// <summary>Something that happened in a stream and that somebody may want to act on.</summary>
internal sealed record AttentionEvent
{
    /// <summary>Number of the event, higher than those of all before it, earlier runs' too unless the clock was set back; given by the hub.</summary>
    public long Id { get; init; }

    /// <summary>What: one of <see cref="EventKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where: the id of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Which of the cluster's beginnings of the source this was seen in; 0 outside a cluster.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Epoch { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the zone; null where it is about none.</summary>
    public string? Zone { get; init; }

    /// <summary>Where the peak is, in fractions of what is watched; null where it is about none.</summary>
    public FramePoint? Peak { get; init; }

    /// <summary>How long the peak has been in the zone, in seconds; null where it is about none.</summary>
    public double? Seconds { get; init; }

    /// <summary>How far attention is spread, in bits; null where it is not about that.</summary>
    public double? Entropy { get; init; }

    /// <summary>The new state of the source or its audio; null where it is not about that.</summary>
    public string? State { get; init; }

    /// <summary>Why, for people, without passwords; null where there is nothing to say.</summary>
    public string? Reason { get; init; }
}
