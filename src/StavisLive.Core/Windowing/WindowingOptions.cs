using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>How windows lie in time.</summary>
public sealed record WindowingOptions
{
    // A map of window f..f+15 belongs to frame f+8, so the window reaches seven slots beyond it (STAViS, section 4).
    private const int CenterLookAhead = 7;

    // Well beyond what lies between two frames of a stream that runs, and short beside a hole that is worth speaking of: frames that
    // wait for later ones would else be published when those come, with maps as late as the hole is long.
    private const double ShortestPause = 0.5;

    /// <summary>Slots per second, 10 to 30.</summary>
    public required double Fps { get; init; }

    /// <summary>Where slot 0 lies; null: at the stream's first frame. Set where what is read begins in the midst of its stream.</summary>
    public MediaTime? Origin { get; init; }

    /// <summary>Which slot of its window a map belongs to.</summary>
    public MapAlignment Alignment { get; init; } = MapAlignment.Center;

    /// <summary>Whether windows are made at once, with what is there.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether the source has audio that is worth waiting for.</summary>
    public bool HasAudio { get; init; }

    /// <summary>How far behind its pictures that audio comes, beyond what containers interleave.</summary>
    public TimeSpan AudioLag { get; init; }

    /// <summary>Whether the network listens; if not, windows carry zeros and are marked so.</summary>
    public bool Listens { get; init; } = true;

    /// <summary>Slots that a window reaches beyond the one its map belongs to.</summary>
    public int LookAheadSlots => Alignment == MapAlignment.Center ? CenterLookAhead : 0;

    /// <summary>The same as a duration.</summary>
    public TimeSpan LookAhead => TimeSpan.FromSeconds(LookAheadSlots / Fps);

    /// <summary>How long no frame has come when windows run ahead of those that wait for them.</summary>
    /// <remarks>Longer than they run ahead: frames that come more often would else lie behind them, further with each.</remarks>
    internal TimeSpan Pause => TimeSpan.FromSeconds(Math.Max(ShortestPause, (LookAheadSlots + 1) / Fps));
}
