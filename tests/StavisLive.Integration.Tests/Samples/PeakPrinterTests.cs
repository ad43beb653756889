using System.Globalization;
using System.Text.RegularExpressions;
using StavisLive.Core.Media;
using StavisLive.Integration.Tests.Running;
using StavisLive.Scenes.BuiltIn;

namespace StavisLive.Integration.Tests.Samples;

/// <summary>The sample that embeds the library, run as it is built.</summary>
public sealed partial class PeakPrinterTests
{
    [Fact]
    public async Task Run_BuiltInScene_PrintsPeaksThatFollowTheSoundingObject()
    {
        const int frames = 120;

        var outcome = (await StavisProgram.RunOtherAsync("PeakPrinter", "PeakPrinter", $"{frames}")).Expect(0);

        var peaks = Line().Matches(outcome.Output).Select(match => match.Groups.Values.Skip(1).Select(Number).ToArray()).ToList();
        Assert.Equal(frames, peaks.Count);
        Assert.Equal(frames, outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(peaks, peak => Assert.All(peak[1..], value => Assert.InRange(value, 0, 1)));
        Assert.True(peaks.Select(peak => (peak[1], peak[2])).Distinct().Count() > 10, "The peak hardly moves.");
        var scene = new SyntheticScene(new SyntheticOptions());
        var sounding = peaks.Where(peak => scene.SoundingAt(MediaTime.FromSeconds(peak[0])) is not null).ToList();
        var followed = sounding.Count(peak => IsOnTheSoundingObject(scene, peak[0], peak[1], peak[2]));
        Assert.True(sounding.Count > frames / 2);
        Assert.True(followed > 0.8 * sounding.Count, $"The peak followed the sounding object in {followed} of {sounding.Count} frames.");
    }

    private static bool IsOnTheSoundingObject(SyntheticScene scene, double seconds, double x, double y)
    {
        var time = MediaTime.FromSeconds(seconds);
        var ball = scene.ObjectAt(scene.SoundingAt(time)!.Value, time);
        return double.Hypot(ball.X - (x * scene.Options.Width), ball.Y - (y * scene.Options.Height)) < 1.5 * ball.Radius;
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d+\.\d\d) s  x (\d\.\d\d) y (\d\.\d\d)  (\d\.\d\d)\r?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
