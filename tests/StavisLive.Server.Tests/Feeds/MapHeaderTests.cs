using System.Text;
using System.Text.Json;
using StavisLive.Core.Media;
using StavisLive.Server.Feeds.Maps;

namespace StavisLive.Server.Tests.Feeds;

public sealed class MapHeaderTests
{
    [Fact]
    public void Write_Time_IsInUtcWithAZ()
    {
        var at = new DateTimeOffset(2026, 1, 1, 13, 0, 3, 250, TimeSpan.FromHours(1));
        var facts = new MapFacts(
            "hall", 0, 7, TimeSpan.FromSeconds(1), 0, at, new FramePoint(0.5, 0.5), 11, "live", "live", "off", null, TimeSpan.Zero, TimeSpan.Zero, "end");

        var header = JsonSerializer.Deserialize<JsonElement>($"{{{Encoding.UTF8.GetString(MapHeader.Write(facts, null, null))}}}");

        Assert.Equal("2026-01-01T12:00:03.25Z", header.GetProperty("at").GetString());
    }
}
