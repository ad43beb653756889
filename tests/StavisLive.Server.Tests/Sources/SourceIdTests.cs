using StavisLive.Server.Sources;

namespace StavisLive.Server.Tests.Sources;

public sealed class SourceIdTests
{
    [Theory]
    [InlineData("Front hall", "front-hall")]
    [InlineData("द्वार 2", "द्वार-2")]
    [InlineData("rtsp://roof:554/live/1", "roof-554-live-1")]
    [InlineData("...", "source")]
    public void Of_Names_SmallLettersDigitsAndDashes(string name, string id) => Assert.Equal(id, SourceId.Of(name));
}
