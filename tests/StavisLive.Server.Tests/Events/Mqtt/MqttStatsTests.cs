using StavisLive.Core.Media;
using StavisLive.Server.Events.Mqtt;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Tests.Events.Mqtt;

public sealed class MqttStatsTests
{
    internal static SourceReport Report { get; } = new()
    {
        Id = "hall", Name = "hall", Kind = "synthetic", State = "live", Since = DateTimeOffset.UnixEpoch, Audio = "present", Fps = 25, MapsPerSecond = 12.5,
        CaptureToMapP50 = 31, CaptureToMapP95 = 47.5, Entropy = 9.5, Peak = new FramePoint(0.25, 0.5), AudioLevel = -20, Epoch = 3,
        Skips = new Dictionary<string, long> { ["late"] = 2 },
    };

    [Fact]
    public void Of_Report_TellsTheSame()
    {
        var at = DateTimeOffset.UnixEpoch.AddDays(1);

        Assert.Equal(new MqttStats(at, 25, 12.5, 31, 47.5, 9.5, new FramePoint(0.25, 0.5), -20, Report.Skips, 3), MqttStats.Of(Report, at));
    }
}
