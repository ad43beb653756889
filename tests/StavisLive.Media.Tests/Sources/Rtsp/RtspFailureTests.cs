using StavisLive.Media.Sources.Rtsp;

namespace StavisLive.Media.Tests.Sources.Rtsp;

public class RtspFailureTests
{
    [Theory]
    [InlineData("method DESCRIBE failed: 401 Unauthorized", "Check user and password")]
    [InlineData("Failed to resolve hostname camra: Name or service not known; Input/output error", "check its spelling")]
    [InlineData("method SETUP failed: 461 Unsupported transport; Protocol not supported", "leave `source.rtspTransport` out")]
    [InlineData("Something never seen before", "Check the address.")]
    public void Describe_Reason_AddsWhatToDo(string reason, string remedy)
    {
        var sentence = RtspFailure.Describe("rtsp://camera/1", reason);

        Assert.StartsWith($"rtsp://camera/1 cannot be opened; ffmpeg says: {reason}. ", sentence);
        Assert.Contains(remedy, sentence);
    }

    [Theory]
    [InlineData("Could not write header for output file #0 (incorrect codec parameters ?): Invalid argument", true)]
    [InlineData("[out#0/matroska @ 0x55] Could not write header (incorrect codec parameters ?): Invalid argument", true)]
    [InlineData("rtsp://no.such.host/x: Input/output error", false)]
    public void IsAboutTheRecording_Messages_AreToldApart(string messages, bool expected) =>
        Assert.Equal(expected, RtspFailure.IsAboutTheRecording(messages));

    // As versions 5.1 and 7.1 say it.
    [Theory]
    [InlineData("Too many packets buffered for output stream 0:0.", true)]
    [InlineData("[out#0/matroska @ 0x55] [SchMux @ 0x56] Too many packets buffered for output stream.\n[vost#0:0/rawvideo @ 0x57] Error encoding a frame: No space left on device", true)]
    [InlineData("[in#0 @ 0x55] Error opening input: Connection refused", false)]
    public void IsAboutMissingAudio_Messages_AreToldApart(string messages, bool expected) =>
        Assert.Equal(expected, RtspFailure.IsAboutMissingAudio(messages));

    [Theory]
    [InlineData("[rtsp @ 0x55] method SETUP failed: 461 Unsupported transport\npipe:0: Protocol not supported", true)]
    [InlineData("[rtsp @ 0x55] method SETUP failed: 461Unsupported transport\n[in#0 @ 0x56] Error opening input: Protocol not supported", true)]
    [InlineData("[rtsp @ 0x55] method DESCRIBE failed: 404Not Found\n[in#0 @ 0x56] Error opening input: Server returned 404 Not Found", false)]
    public void IsAboutTransport_Messages_AreToldApart(string messages, bool expected) =>
        Assert.Equal(expected, RtspFailure.IsAboutTransport(messages));
}
