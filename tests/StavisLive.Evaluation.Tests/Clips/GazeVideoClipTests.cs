using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Clips;
using StavisLive.Evaluation.Datasets.GazeClips;
using StavisLive.Media.Sources.Files;

namespace StavisLive.Evaluation.Tests.Clips;

public sealed class GazeVideoClipTests
{
    // So many columns have the maps that are scored, one for each frame.
    private const int Frames = 320;

    private readonly FramePool _pool = new(Frames, 240);

    [Theory]
    [InlineData(24, 0)]
    [InlineData(30000 / 1001.0, 0)]
    [InlineData(30, 0)]
    [InlineData(60, 0)]
    [InlineData(60000 / 1001.0, 0)]
    [InlineData(30, 2)] // the first frame's stamp is rounded as well: 2/30 s are 67 ms
    public void TruthOf_SamplesByTime_EachBelongsToItsFrameAlone(double fps, int first)
    {
        // As trackers write them: with six decimals, when the frame comes and shortly before it goes.
        var samples = Enumerable.Range(0, Frames).SelectMany(frame => new[] { frame / fps, (frame + 0.99) / fps }.Select(time =>
            new ClipFixation((frame + 0.5f) / Frames, 0.5f, Frame: null, Rounded(time), Duration: 0)));
        var clip = Begun([.. samples], fps);
        using var picture = _pool.Rent();

        for (var frame = 0; frame < Frames; frame++)
        {
            var truth = clip.TruthOf(frame, Stamp(first + frame, fps) - Stamp(first, fps), picture);

            Assert.Equal((120 * Frames) + frame, Assert.Single(truth!.Fixated));
        }
    }

    [Fact]
    public void TruthOf_FrameWithATimeOfItsOwn_IsShownFromThen()
    {
        var clip = Begun([new ClipFixation(0.5f, 0.5f, Frame: null, Seconds: 3.01, Duration: 0)], fps: 25);
        using var picture = _pool.Rent();

        Assert.Null(clip.TruthOf(75, seconds: 4, picture));
        Assert.NotNull(clip.TruthOf(9, seconds: 3, picture));
    }

    private static GazeVideoClip Begun(IReadOnlyList<ClipFixation> looks, double fps)
    {
        var clip = new GazeVideoClip(new GazeClip("talk", "talk.mp4", "", looks), "", NullLogger<FileSource>.Instance);
        clip.Begin(new SourceDescription { Width = Frames, Height = 240, FrameRate = fps });
        return clip;
    }

    // Whole milliseconds, as the pipe from ffmpeg has them.
    private static double Stamp(int frame, double fps) => Math.Round(1000 * frame / fps, MidpointRounding.AwayFromZero) / 1000;

    private static double Rounded(double time) => double.Parse(time.ToString("0.000000", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
