using StavisLive.Core.Configuration.Reading;

namespace StavisLive.Core.Tests.Configuration.Reading;

public class NearestNameTests
{
    private static readonly string[] Known = ["camera", "rtsp", "input", "synthetic", "mic", "maxFrames"];

    [Theory]
    [InlineData("camra", "camera")]
    [InlineData("Camera", "camera")]
    [InlineData("maxframes", "maxFrames")]
    [InlineData("synthteic", "synthetic")]
    [InlineData("rstp", "rtsp")]
    public void Find_TypingError_GivesWhatWasMeant(string misspelt, string expected) =>
        Assert.Equal(expected, NearestName.Find(misspelt, Known));

    [Theory]
    [InlineData("foo")]
    [InlineData("temperature")]
    [InlineData("")]
    public void Find_NothingNear_GivesNull(string misspelt) => Assert.Null(NearestName.Find(misspelt, Known));

    [Fact]
    public void Find_NothingKnown_GivesNull() => Assert.Null(NearestName.Find("camera", []));
}
