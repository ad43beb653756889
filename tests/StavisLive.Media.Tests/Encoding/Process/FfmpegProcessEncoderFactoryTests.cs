using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Encoding.Process;

public sealed class FfmpegProcessEncoderFactoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.avi")]
    [InlineData("a")]
    [InlineData("a.mp3")]
    public async Task Open_OtherExtension_NamesTheTwo(string name)
    {
        var problem = FfmpegProcessEncoderFactory.CheckPath(_folder[name]);
        var exception = await Assert.ThrowsAsync<SinkException>(
            () => EncoderHarness.OpenAsync(_folder[name], new EncodedVideoFormat { Width = 2, Height = 2 }));

        Assert.Contains(".mp4", problem);
        Assert.Contains(".mkv", problem);
        Assert.Equal(problem, exception.Message);
    }

    [Theory]
    [InlineData("a.mp4")]
    [InlineData("A.MKV")]
    public void CheckPath_RightExtension_Null(string name) => Assert.Null(FfmpegProcessEncoderFactory.CheckPath(name));

    [Fact]
    public async Task Open_FolderIsMissing_SaysWhich()
    {
        var exception = await Assert.ThrowsAsync<SinkException>(
            () => EncoderHarness.OpenAsync(_folder["no/a.mp4"], new EncodedVideoFormat { Width = 2, Height = 2 }));

        Assert.Contains(_folder["no/a.mp4"], exception.Message);
        Assert.Contains("no folder " + _folder["no"], exception.Message);
    }
}
