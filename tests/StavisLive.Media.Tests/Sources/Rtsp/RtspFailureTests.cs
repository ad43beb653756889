using StavisLive.Media.Sources.Rtsp;

namespace StavisLive.Media.Tests.Sources.Rtsp;

public class RtspFailureTests
{
    [Theory]
    [InlineData("method DESCRIBE failed: 401 Unauthorized", "Check user and password")]
    [InlineData("Failed to resolve hostname camra: Name or service not known; Input/output error", "check its spelling")]
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
}
