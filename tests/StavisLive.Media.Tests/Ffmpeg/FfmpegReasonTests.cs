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
    // As versions 5.1 and 7.1 say the same.
    [InlineData("[rtsp @ 0x5cf0] method SETUP failed: 461 Unsupported transport\n[concat @ 0x5c] Impossible to open 'rtsp://a/b'\npipe:0: Protocol not supported",
        "method SETUP failed: 461 Unsupported transport; Protocol not supported")]
    [InlineData("[rtsp @ 0x5cf0] method SETUP failed: 461Unsupported transport\n[concat @ 0x5c] Impossible to open 'rtsp://a/b'\n[in#0 @ 0x5c] Error opening input: Protocol not supported\n" +
        "Error opening input file pipe:0.\nError opening input files: Protocol not supported", "method SETUP failed: 461 Unsupported transport; Protocol not supported")]
    [InlineData("[mov @ 0x5cf0] moov atom not found\n[in#0 @ 0x5c] Error opening input: Invalid data found\nError opening input file file:a.mp4.\nError opening input files: Invalid data found",
        "moov atom not found; Invalid data found")]
    [InlineData("[h264 @ 0x55] [IMGUTILS @ 0x7f] Picture size 9000x8000 exceeds specified max pixel count 64000000, see the documentation\n[h264 @ 0x55] get_buffer() failed\n[h264 @ 0x55] no frame!",
        "Picture size 9000x8000 exceeds specified max pixel count")]
    [InlineData("[rtmp @ 0x5cf0] Cannot open connection\n[out#0/flv @ 0x5c] Error opening output file:a.mp4: Connection refused\nError opening output file file:a.mp4.\n" +
        "Error opening output files: Connection refused", "Cannot open connection; Connection refused")]
    [InlineData("[vf#0:0 @ 0x5c] Error sending frames to consumers: Broken pipe\n[vf#0:0 @ 0x5c] Task finished with error code: -32 (Broken pipe)\n" +
        "[vf#0:0 @ 0x5c] Terminating thread with return code -32 (Broken pipe)\n[out#0/rtsp @ 0x5c] Nothing was written into output file, because", "Error sending frames to consumers: Broken pipe")]
    public void From_Messages_AreTheLastTwoWithoutNames(string messages, string expected) =>
        Assert.Equal(expected, FfmpegReason.From(messages, "file:a.mp4"));
}
