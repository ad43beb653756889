using StavisLive.Media.Sources.Capture;

namespace StavisLive.Media.Tests.Sources.Capture;

public class CaptureArgumentsTests
{
    // ffmpeg 7.1 takes no packet of AAC over RTSP for a key one, and would leave all of them out; version 5.1 needs no such word.
    [Theory]
    [InlineData((int)AudioIntake.Awaited, "-c:a:0 copy -copyinkf:a:0")]
    [InlineData((int)AudioIntake.SamplesAndRecording, "-c:a:1 copy -copyinkf:a:1")]
    public void Tracks_AudioThatIsCopied_BeginsWithoutAKeyPacket(int intake, string expected) =>
        Assert.EndsWith("-map 0:a:0? " + expected, string.Join(' ', CaptureArguments.Tracks("0:V:0", "0:a:0?", (AudioIntake)intake, samplesPerPacket: 0, CaptureArguments.Planes)));
}
