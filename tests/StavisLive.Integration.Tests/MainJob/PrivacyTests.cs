using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>What is masked is seen by nobody, and what lies outside of the region is not there.</summary>
public sealed class PrivacyTests : IDisposable
{
    private const int Frames = 20;
    private const string LeftThird = "0,0,0.34,1";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_ClipsThatDifferUnderTheMaskOnly_GiveTheSameMapsAndABlackOverlay()
    {
        // Shifted by 3 pixels, so that an edge of the mask lies within what differs.
        var plain = Clips.Silent(_scratch["plain.mkv"], Frames, encoding: ["-qp", "0"]);
        Tool.Ffmpeg("-i", plain, "-vf", "drawbox=x=3:y=10:w=50:h=90:color=red:t=fill:enable='gt(n,5)'", "-qp", "0", _scratch["secret.mkv"]);

        (await Run(plain, "a", "--mask", LeftThird, "--opacity", "0")).Expect(0);
        (await Run(_scratch["secret.mkv"], "b", "--mask", LeftThird, "--opacity", "0")).Expect(0);
        (await Run(_scratch["secret.mkv"], "c", "--opacity", "0")).Expect(0);

        Assert.Equal(File.ReadAllBytes(_scratch["a.npy"]), File.ReadAllBytes(_scratch["b.npy"]));
        Assert.NotEqual(File.ReadAllBytes(_scratch["b.npy"]), File.ReadAllBytes(_scratch["c.npy"]));
        // Blocks of the encoder blur the mask's edge: 16 pixels of it are left out.
        Assert.Equal(Luma(_scratch["a.mp4"], "crop=38:120:0:0"), Luma(_scratch["b.mp4"], "crop=38:120:0:0"));
        AssertBlack(Luma(_scratch["b.mp4"], "crop=38:120:0:0"));
        Assert.Contains(Luma(_scratch["c.mp4"], "crop=38:120:0:0"), value => value > 60);
    }

    [Fact]
    public async Task Run_OddRegionWithAMaskOfTheWhole_EncodesTheRegion()
    {
        var input = Clips.Audiovisual(_scratch["clip.mp4"], Frames);

        // 81x59 pixels from 40,30 on, of which the upper 30 rows are masked.
        (await Run(input, "a", "--region", "0.25,0.25,0.50625,0.4917", "--mask", "0,0,1,0.5", "--opacity", "0")).Expect(0);

        // H.264 has even sides only: a column and a row more.
        Assert.Equal("82", Tool.Probe(_scratch["a.mp4"], "v:0", "width"));
        Assert.Equal("60", Tool.Probe(_scratch["a.mp4"], "v:0", "height"));
        Assert.Equal("aac", Tool.Probe(_scratch["a.mp4"], "a:0", "codec_name"));
        Tool.AssertDecodes(_scratch["a.mp4"]);
        AssertBlack(Luma(_scratch["a.mp4"], "crop=80:14:0:0"));
        Assert.Contains(Luma(_scratch["a.mp4"], "crop=80:16:0:40"), value => value > 60);
        Assert.Equal([Frames, 112, 112], MapFile.Shape(_scratch["a.npy"]));
    }

    private Task<Outcome> Run(string input, string name, params string[] more) => StavisProgram.RunAsync(
    [
        "--input", input, "--weights", TestWeights.Path, "--output", _scratch[name + ".mp4"], "--maps", _scratch[name + ".npy"], .. more,
    ]);

    // 16 is black in a video's luma. The overlay's mark of the map's peak may lie anywhere.
    private static void AssertBlack(byte[] luma) => Assert.InRange(luma.Count(value => value <= 17), 0.9 * luma.Length, luma.Length);

    private byte[] Luma(string video, string crop)
    {
        Tool.Ffmpeg("-i", video, "-vf", crop + ",format=yuv420p,extractplanes=y", "-f", "rawvideo", _scratch["luma"]);
        return File.ReadAllBytes(_scratch["luma"]);
    }
}
