using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;

namespace StavisLive.Testing;

/// <summary>Results and summaries as the pipeline hands them to sinks, made by hand.</summary>
public static class TestResults
{
    /// <summary>A result at 25 frames per second; the caller disposes it.</summary>
    /// <param name="index">Number of the frame.</param>
    /// <param name="values">The map's values, or one value for all cells.</param>
    /// <param name="picture">The frame's picture; the result takes it over.</param>
    public static SaliencyResult Make(long index, ReadOnlySpan<float> values, VideoFrame? picture = null)
    {
        var map = SaliencyMap.Rent();
        if (values.Length == 1) map.Values.Fill(values[0]);
        else values.CopyTo(map.Values);
        return new SaliencyResult
        {
            Stream = "test",
            FrameIndex = index,
            PresentationTime = MediaTime.FromMilliseconds(index * 40),
            CapturedAt = 0,
            MapSlot = index,
            CaptureToMap = TimeSpan.FromMilliseconds(87.5),
            LookAhead = TimeSpan.FromMilliseconds(280),
            Alignment = MapAlignment.Center,
            State = MapState.Live,
            Audio = AudioState.Present,
            Stages = new StageTimes(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(80)),
            Map = map,
            Picture = picture,
        };
    }

    /// <summary>A map that is 0.9 in one cell and falls off around it, <c>0.1</c> far away.</summary>
    /// <param name="x">Column of the peak.</param>
    /// <param name="y">Row of the peak.</param>
    public static float[] Blob(double x, double y)
    {
        var values = new float[SaliencyMap.Length];
        for (var cell = 0; cell < values.Length; cell++)
        {
            var (dx, dy) = ((cell % SaliencyMap.Side) - x, (cell / SaliencyMap.Side) - y);
            values[cell] = (float)(0.1 + (0.8 * Math.Exp(-((dx * dx) + (dy * dy)) / 50)));
        }
        return values;
    }

    /// <summary>A picture of one colour.</summary>
    public static VideoFrame Picture(int width, int height, byte blue = 40, byte green = 90, byte red = 150)
    {
        var picture = new FramePool(width, height).Rent();
        for (var at = 0; at < picture.Pixels.Length; at += 3)
            (picture.Pixels[at], picture.Pixels[at + 1], picture.Pixels[at + 2]) = (blue, green, red);
        return picture;
    }

    /// <summary>A description of stills, or of video of a size.</summary>
    public static SourceDescription Source(int width = 64, int height = 48, SourceKind kind = SourceKind.Video, long? frameCount = null) =>
        new() { Kind = kind, Width = width, Height = height, FrameRate = 25, FrameCount = frameCount };

    /// <summary>The summary of a run in which something of everything happened.</summary>
    public static RunSummary Summary(long frames = 3) => new()
    {
        Stream = "test",
        FramesIn = frames + 2,
        FramesOut = frames,
        MapsOut = frames - 1,
        RepeatedSlots = 1,
        Skips = new Dictionary<string, long> { ["model-busy"] = 2 },
        Stages = new Dictionary<string, LatencyDistribution> { ["network"] = new(frames - 1, 80, 90, 95, 99) },
        CaptureToMap = new LatencyDistribution(frames, 85, 95, 100, 104),
        LookAhead = TimeSpan.FromMilliseconds(280),
        Elapsed = TimeSpan.FromSeconds(1.5),
        Interrupted = false,
    };
}
