using StavisLive.Media.Encoding.Trials;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Encoding.Trials;

public sealed class TrialClipTests
{
    [Fact]
    public async Task DecodeAsync_NameWithAColon_IsTakenForAFile()
    {
        // In the working folder, since only a path without a folder looks like an address.
        var name = $"cam{Guid.NewGuid():N}:front.mkv";
        try
        {
            await TestClip.MakeAsync($"file:{name}", "-f lavfi -i testsrc2=size=64x48:rate=25 -frames:v 3 -c:v libx264");

            using var clip = await TrialClip.DecodeAsync(await FfmpegTools.FindAsync(default), name, TestResults.Source(64, 48), maxFrames: 2, default);

            Assert.Equal(2, clip.Count);
        }
        finally
        {
            File.Delete(name);
        }
    }
}
