using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>The fixed grid of slots on which windows sit, from the first frame on.</summary>
/// <remarks>
/// slot = round((pts - origin) * fps), halves up. A source of another rate, or one that loses frames, still shows the
/// network one picture a slot, and consecutive windows share fifteen of sixteen.
/// </remarks>
public readonly record struct SlotGrid
{
    // What the published model learned on, and as far from it as maps stay useful.
    private const double LowestFps = 10;
    private const double HighestFps = 30;

    // What it learned on: the rates from here to the highest.
    private const double LowestLearnedFps = 20;

    // ffmpeg cuts a frame's duration off to whole nanoseconds, so that 30 a second are 30.0000003, and measures 30.00002 of a camera whose
    // clock runs so. A rate that is off by less than this costs one slot in a hundred at most, the next lower grid one in six.
    private const double Tolerance = 0.01;

    private readonly MediaTime _origin;

    /// <param name="origin">Presentation time of the stream's first frame: slot 0.</param>
    /// <param name="fps">Slots per second, 10 to 30.</param>
    public SlotGrid(MediaTime origin, double fps)
    {
        if (!(fps is >= LowestFps and <= HighestFps))
            throw new ArgumentOutOfRangeException(nameof(fps), fps, $"A window has {LowestFps} to {HighestFps} slots per second.");
        _origin = origin;
        Fps = fps;
    }

    /// <summary>Slots per second.</summary>
    public double Fps { get; }

    /// <summary>The rate to use when none was asked for: the source's own if the network learned on such or on one that is hardly another, else 25.</summary>
    /// <param name="sourceFps">Nominal rate of the source; 0 if unknown.</param>
    public static double DefaultFps(double sourceFps) =>
        sourceFps is > LowestLearnedFps * (1 - Tolerance) and < HighestFps * (1 + Tolerance) ? Math.Clamp(sourceFps, LowestLearnedFps, HighestFps) : 25;

    /// <summary>The slot that a frame falls into; negative before the origin.</summary>
    public long SlotOf(MediaTime time)
    {
        // Multiplied before it is divided: whole nanoseconds times a whole rate are exact, so halves are halves.
        var slots = (time - _origin).Nanoseconds * Fps / 1e9;
        return (long)Math.Floor(slots + 0.5);
    }
}
