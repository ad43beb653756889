using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Frames;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Sources.Frames;

public sealed class WholeAudioTests : IDisposable
{
    private const string Picture = "-f lavfi -i testsrc=s=64x48:r=25:d=2";
    private const string Tone = "-f lavfi -i sine=1000:d=2";
    private const string Coding = "-fps_mode passthrough -c:v mpeg2video -c:a mp2";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("late.mp4", $"{Picture} -itsoffset 0.5 {Tone}", 0.5)]
    [InlineData("late.ts", $"{Picture} -itsoffset 0.5 {Tone}", 0.5)]
    [InlineData("together.mkv", $"{Picture} -f lavfi -i sine=1000:d=1,adelay=700:all=1", 0.7)]
    [InlineData("pictures-late.mkv", $"-itsoffset 0.5 {Picture} -f lavfi -i sine=1000:d=1,adelay=700:all=1", 0.2)]
    [InlineData("pictures-late.ts", $"-itsoffset 0.5 {Picture} -f lavfi -i sine=1000:d=1,adelay=700:all=1", 0.2)]
    public async Task ReadOfVideo_PicturesAndSound_LieAsInTheVideo(string name, string inputs, double expected)
    {
        await TestClip.MakeAsync(_folder[name], $"{inputs} {Coding}");

        Assert.InRange(FirstSound(await ReadAsync(name)), expected - 0.04, expected + 0.04);
    }

    [Fact]
    public async Task ReadOfVideo_HoleInTheSound_IsSilence()
    {
        await TestClip.MakeAsync(_folder["whole.mkv"], "-f lavfi -i testsrc=s=64x48:r=25:d=4 -f lavfi -i sine=1000:d=4 -c:a pcm_s16le");
        // Packets of 1,024 samples at 44.1 kHz: those of the seconds 1.00 to 3.02 are left out.
        await TestClip.MakeAsync(_folder["hole.mkv"], "-i INPUT -map 0 -c copy -bsf:a noise=drop='between(n,43,129)'", _folder["whole.mkv"]);

        var samples = await ReadAsync("hole.mkv");

        Assert.InRange(samples.Length, 3.98 * AudioFormat.SampleRate, 4.02 * AudioFormat.SampleRate);
        Assert.All(samples[(int)(1.1 * AudioFormat.SampleRate)..(int)(2.9 * AudioFormat.SampleRate)], sample => Assert.Equal(0, sample));
        Assert.NotEqual(0, samples[(int)(3.5 * AudioFormat.SampleRate)..].Max());
    }

    [Fact]
    public async Task ReadOfVideo_TwoSounds_IsTheDefaultOne()
    {
        await TestClip.MakeAsync(
            _folder["two.mkv"],
            $"{Picture} -f lavfi -i anullsrc=d=2 {Tone} -map 0 -map 1 -map 2 -c:a pcm_s16le -disposition:a:0 0 -disposition:a:1 default");

        Assert.InRange(FirstSound(await ReadAsync("two.mkv")), 0, 0.01);
    }

    [Fact]
    public async Task ReadOfVideo_NoSound_SaysSo()
    {
        await TestClip.MakeAsync(_folder["silent.mkv"], Picture);

        Assert.Contains("silent.mkv has no picture or no sound", (await Assert.ThrowsAsync<SourceException>(() => ReadAsync("silent.mkv"))).Message);
    }

    private Task<short[]> ReadAsync(string name) => WholeAudio.ReadOfVideoAsync(_folder[name], TestContext.Current.CancellationToken);

    private static double FirstSound(short[] samples) => Array.FindIndex(samples, sample => Math.Abs((int)sample) > 600) / (double)AudioFormat.SampleRate;
}
