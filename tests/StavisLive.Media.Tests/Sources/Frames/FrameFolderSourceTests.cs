using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Frames;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Frames;

public sealed class FrameFolderSourceTests : IDisposable
{
    private const int Frames = 30;
    private const double Rate = 12.5;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_FramesAndAudio_ComeInOrderWithAudioASecondAhead()
    {
        await TestClip.MakeAsync(_folder["img_%05d.jpg"], $"-f lavfi -i testsrc2=size=320x240:rate=25 -frames:v {Frames}");
        // Another rate and two channels: both are brought into the program's own form.
        await TestClip.MakeAsync(_folder["sound.wav"], "-f lavfi -i sine=frequency=440:sample_rate=44100 -t 2 -ac 2");

        var (description, output) = await ReadAsync(_folder["sound.wav"]);

        Assert.Equal((Rate, true, Frames), (description.FrameRate, description.HasAudio, description.FrameCount));
        Assert.Equal(Enumerable.Range(0, Frames).Select(frame => MediaTime.FromSeconds(frame / Rate)), output.Frames.Select(frame => frame.Time));
        Assert.Equal(Frames, output.Frames.Select(frame => frame.Hash).Distinct().Count());
        Assert.InRange(output.Samples.Count, (2 * AudioFormat.SampleRate) - 50, (2 * AudioFormat.SampleRate) + 50);
        Assert.Equal('s', output.Order[0]);
        Assert.Equal(AudioFormat.SampleRate, output.Blocks[0].Count);
        Assert.Equal(1.0, output.Blocks[1].Time.Seconds, 1e-6);
    }

    [Fact]
    public async Task ReadAsync_TwoChannels_TogetherAreAsLoudAsEach()
    {
        await TestClip.MakeAsync(_folder["img_%05d.jpg"], $"-f lavfi -i testsrc2=size=320x240:rate=25 -frames:v {Frames}");
        await TestClip.MakeAsync(_folder["sound.wav"], "-f lavfi -i aevalsrc=0.5*sin(2*PI*440*t)|0.5*sin(2*PI*440*t):s=44100:d=2");

        var (_, output) = await ReadAsync(_folder["sound.wav"]);

        Assert.Equal(0.5, Tones.AmplitudeAt(440, output.Samples.ToArray()), 0.01);
    }

    [Fact]
    public async Task ReadAsync_FrameMissing_IsNamed()
    {
        await TestClip.MakeAsync(_folder["img_%05d.jpg"], "-f lavfi -i testsrc2=size=320x240:rate=25 -frames:v 3");

        Assert.Contains("img_00004.jpg", (await Assert.ThrowsAsync<SourceException>(() => ReadAsync(null))).Message);
    }

    [Fact]
    public async Task ReadAsync_AudioThatIsNone_IsNamedWithFfmpegsReason()
    {
        await TestClip.MakeAsync(_folder["img_%05d.jpg"], $"-f lavfi -i testsrc2=size=320x240:rate=25 -frames:v {Frames}");
        await File.WriteAllTextAsync(_folder["sound.wav"], "no sound at all");

        var message = (await Assert.ThrowsAsync<SourceException>(() => ReadAsync(_folder["sound.wav"]))).Message;

        Assert.Contains("sound.wav", message);
        Assert.Contains("Invalid data", message);
    }

    private async Task<(SourceDescription Description, CollectingMediaWriter Output)> ReadAsync(string? audio)
    {
        var pictures = Enumerable.Range(1, Frames).Select(number => _folder[$"img_{number:00000}.jpg"]).ToList();
        await using var source = new FrameFolderSource("toy", pictures, Rate, audio, TimeProvider.System);
        var output = new CollectingMediaWriter();
        var description = await source.OpenAsync(CancellationToken.None);
        await source.ReadAsync(output, CancellationToken.None);
        return (description, output);
    }
}
