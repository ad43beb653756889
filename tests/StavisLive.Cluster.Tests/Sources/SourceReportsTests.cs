using System.Text;
using StavisLive.Cluster.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Sources;

namespace StavisLive.Cluster.Tests.Sources;

public class SourceReportsTests
{
    [Fact]
    public void Read_EverythingThatAReportHolds_IsTheSame()
    {
        var report = new SourceReport
        {
            Id = "yard", Name = "Yard", Kind = "rtsp", State = "live", Since = new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero), Audio = "present", Epoch = 7, Node = "n1",
            Peak = new FramePoint(0.25, 0.5), Region = new FrameArea { X = 0.1, Y = 0.2, Width = 0.3, Height = 0.4 }, AudioLevel = -5.5,
            Zones = [new ZoneReport("door", [new(0, 0), new(0.5, 0), new(0, 1)], 2.5, 3.5, IsInside: true)], Masks = [[new(0, 0), new(0.5, 0), new(0, 1)]],
            Skips = new Dictionary<string, long> { ["model-busy"] = 3 },
        };

        var read = Assert.Single(SourceReports.Read(SourceReports.Write([report])));

        Assert.Equal(SourceReports.Write([report]), SourceReports.Write([read]));
        Assert.Equal((report.Peak, report.Region, report.Epoch, report.Node, report.Since), (read.Peak, read.Region, read.Epoch, read.Node, read.Since));
    }

    [Fact]
    public void Read_OfALaterVersion_TakesWhatItKnows()
    {
        var text = Encoding.UTF8.GetString(SourceReports.Write([new SourceReport { Id = "a", Name = "a", Kind = "rtsp", State = "live", Since = default, Audio = "off" }]));

        Assert.Equal("a", Assert.Single(SourceReports.Read(Encoding.UTF8.GetBytes(text.Replace("{", "{\"newer\":1,", StringComparison.Ordinal).Replace("\"skips\":{\"newer\":1,", "\"skips\":{")))).Name);
        Assert.Empty(SourceReports.Read("[{}]"u8.ToArray()));
    }
}
