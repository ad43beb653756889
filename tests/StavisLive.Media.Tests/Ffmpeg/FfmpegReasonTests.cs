using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Tests.Ffmpeg;

public class FfmpegReasonTests
{
    [Theory]
    [InlineData("", "nothing")]
    [InlineData("[mov @ 0x5cf0] moov atom not found\nfile:a.mp4: Invalid data found", "moov atom not found; Invalid data found")]
    [InlineData("one\ntwo\nthree", "two; three")]
    [InlineData("[h264 @ 0x1a] left block unavailable\r\n[h264 @ 0x2b] left block unavailable", "left block unavailable")]
    [InlineData("[vost#0:0 @ 0x1a] [enc:rawvideo @ 0x2b] Failed", "Failed")]
    public void From_Messages_AreTheLastTwoWithoutNames(string messages, string expected) =>
        Assert.Equal(expected, FfmpegReason.From(messages, "file:a.mp4"));
}
