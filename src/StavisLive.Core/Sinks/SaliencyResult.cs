using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Sinks;

/// <summary>One frame with its map, as it is published.</summary>
/// <remarks>
/// Owns one hold on <see cref="Map"/>, <see cref="Picture"/> and <see cref="NetworkPicture"/>. <see cref="Share"/> makes another
/// result with holds of its own for another receiver.
/// </remarks>
public sealed record SaliencyResult : IDisposable
{
    /// <summary>Name of the stream.</summary>
    public required string Stream { get; init; }

    /// <summary>Number of the frame in its stream, from 0.</summary>
    public required long FrameIndex { get; init; }

    /// <summary>When the frame is shown.</summary>
    public required MediaTime PresentationTime { get; init; }

    /// <summary>When the frame was handed to the process: <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public required long CapturedAt { get; init; }

    /// <summary>Slot of the window grid that the map was computed for.</summary>
    public required long MapSlot { get; init; }

    /// <summary>Frame handed to the process -> map published.</summary>
    public required TimeSpan CaptureToMap { get; init; }

    /// <summary>How far the window reaches beyond this frame by design.</summary>
    public required TimeSpan LookAhead { get; init; }

    /// <summary>The map's place in its window.</summary>
    public required MapAlignment Alignment { get; init; }

    /// <summary>How far the map can be trusted.</summary>
    public required MapState State { get; init; }

    /// <summary>How the source was doing when the map was published.</summary>
    public SourceState Source { get; init; } = SourceState.Live;

    /// <summary>What the network heard.</summary>
    public required AudioState Audio { get; init; }

    /// <summary>Peak of the newest audio when the map was published, in decibels of full scale; null without audio, and offline.</summary>
    public double? AudioLevel { get; init; }

    /// <summary>How the audio lies against the pictures; null where nobody can tell.</summary>
    public SyncReading? Sync { get; init; }

    /// <summary>Durations of the step that made the map; null where the map was taken over or shared with an earlier frame.</summary>
    public required StageTimes? Stages { get; init; }

    /// <summary>The map.</summary>
    public required SaliencyMap Map { get; init; }

    /// <summary>The frame's own picture, where <see cref="FeedContent.Pictures"/> are asked for.</summary>
    public required VideoFrame? Picture { get; init; }

    /// <summary>What the network saw of the frame, where <see cref="FeedContent.NetworkPictures"/> are asked for.</summary>
    public NetworkPicture? NetworkPicture { get; init; }

    /// <summary>File name without extension of a still; null for video.</summary>
    public string? StillName { get; init; }

    /// <summary>The same result with holds of its own.</summary>
    public SaliencyResult Share() => this with { Map = Map.Share(), Picture = Picture?.Share(), NetworkPicture = NetworkPicture?.Share() };

    /// <summary>The same result with holds on what is wanted of it alone; null where it has not all of that.</summary>
    internal SaliencyResult? ShareFor(FeedContent content)
    {
        var (picture, networkPicture) = (content.HasFlag(FeedContent.Pictures), content.HasFlag(FeedContent.NetworkPictures));
        if ((picture && Picture is null) || (networkPicture && NetworkPicture is null)) return null;
        return this with
        {
            Map = Map.Share(),
            Picture = picture ? Picture!.Share() : null,
            NetworkPicture = networkPicture ? NetworkPicture!.Share() : null,
        };
    }

    /// <summary>Gives the holds back.</summary>
    public void Dispose()
    {
        Map.Dispose();
        Picture?.Dispose();
        NetworkPicture?.Dispose();
    }
}
