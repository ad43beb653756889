using System.Security.Cryptography;
using StavisLive.Core.Media;
using StavisLive.Media.Sources.Files;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Files;

public sealed class FileSourceAudioTests(FileSourceFixture clips) : IClassFixture<FileSourceFixture>
{
    private const string Picture = "-f lavfi -i testsrc=s=64x48:r=10:d=2";

    private static readonly FileSourceOptions WithPackets = new() { PassEncodedAudio = true };

    [Theory]
    [InlineData("telephone.mkv", "-ar 8000 -ac 1 -c:a pcm_s16le")]
    [InlineData("cinema.mkv", "-ar 96000 -ac 6 -c:a flac")]
    [InlineData("usual.mp4", "-ar 44100 -ac 2 -c:a aac")]
    [InlineData("web.webm", "-ar 48000 -ac 2 -c:a libopus")]
    public async Task Read_AnyAudio_BecomesGaplessMonoOfTheSameLength(string name, string coding)
    {
        var clip = await clips.MakeAsync(name, $"{Picture} -f lavfi -i sine=1000:d=2 {coding}");

        var (description, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.True(description.HasAudio);
        // A codec's frames may outlast the audio by one.
        Assert.InRange(media.Samples.Count, 2 * AudioFormat.SampleRate - 500, 2 * AudioFormat.SampleRate + 1_100);
        Assert.Equal(20, media.Frames.Count);
        // The tone's pitch shows that rate and channels were understood: 1,000 periods a second.
        var second = media.Samples.GetRange(AudioFormat.SampleRate / 2, AudioFormat.SampleRate);
        Assert.InRange(Enumerable.Range(1, second.Count - 1).Count(i => second[i - 1] < 0 && second[i] >= 0), 998, 1_002);
        AssertGapless(media);
    }

    [Theory]
    [InlineData("both.mkv", "stereo", "0.5*sin(2*PI*440*t)|0.5*sin(2*PI*440*t)", 0.5)]
    [InlineData("left.mkv", "stereo", "0.5*sin(2*PI*440*t)|0", 0.25)]
    [InlineData("around.mkv", "5.1", "0.5*sin(2*PI*440*t)|0.5*sin(2*PI*440*t)|0.5*sin(2*PI*440*t)|0|0.5*sin(2*PI*440*t)|0.5*sin(2*PI*440*t)", 0.5)]
    public async Task Read_SeveralChannels_TogetherAreAsLoudAsEach(string name, string layout, string channels, double expected)
    {
        var clip = await clips.MakeAsync(name, $"{Picture} -f lavfi -i aevalsrc={channels}:c={layout}:s=44100:d=2 -c:a flac");

        var (_, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.Equal(expected, Tones.AmplitudeAt(440, media.Samples.ToArray()), 0.01);
    }

    [Fact]
    public async Task Read_AudioBeginsLate_IsSilentBefore()
    {
        var clip = await clips.MakeAsync("late.mkv", $"{Picture} -itsoffset 1 -f lavfi -i sine=1000:d=1 -c:a pcm_s16le");

        var (_, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.Equal(MediaTime.Zero, media.Blocks[0].Time);
        Assert.InRange(Assert.Single(media.Beeps()), 0.998, 1.002);
        AssertGapless(media);
    }

    [Theory]
    [InlineData("far.mkv", "pcm_s16le")]
    [InlineData("far.ts", "aac")]
    public async Task Read_AudioBeginsFarBehindThePictures_IsHeardThere(string name, string codec)
    {
        // Pictures of 1.4 MB: ffmpeg keeps 50 MB and 128 of them for audio that is yet to come.
        var clip = await clips.MakeAsync(name,
            $"-f lavfi -i testsrc=s=960x480:r=10:d=18 -itsoffset 16 -f lavfi -i sine=1000:d=2 -c:v libx264 -preset ultrafast -c:a {codec}");

        var (description, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.True(description.HasAudio);
        Assert.Equal(180, media.Frames.Count);
        Assert.InRange(Assert.Single(media.Beeps()), 15.97, 16.03);
        AssertGapless(media);
    }

    [Fact]
    public async Task Read_AudioAnnouncedButNotThere_PicturesComeWithoutAndThatIsSaid()
    {
        var whole = await clips.MakeAsync("announced-whole.ts", $"{Picture} -f lavfi -i sine=d=2 -c:v libx264 -pix_fmt yuv420p -c:a aac");
        var clip = clips.Path("announced.ts");
        // PID 0x101 is the audio's; what the program's table says of it stays.
        await File.WriteAllBytesAsync(clip, [.. (await File.ReadAllBytesAsync(whole)).Chunk(188).Where(packet => (packet[1] & 0x1F) != 1 || packet[2] != 1).SelectMany(packet => packet)]);
        var log = new RecordingLogger();

        var (description, media) = await FileSourceFixture.ReadAsync(clip, WithPackets, log);

        Assert.False(description.HasAudio);
        Assert.Null(description.EncodedAudio);
        Assert.Equal(20, media.Frames.Count);
        Assert.Contains(log.Entries, entry => entry.Text.Contains("announced.ts announces sound, but none of it can be decoded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_HoleInTheAudio_StaysOnTheTimeLine()
    {
        var whole = await clips.MakeAsync("whole.mkv", $"-f lavfi -i testsrc=s=64x48:r=10:d=4 -f lavfi -i sine=1000:d=4 -c:a pcm_s16le");
        // Packets of 1,024 samples at 44.1 kHz: those of the seconds 1.00 to 3.02 are left out.
        var clip = await clips.MakeAsync(
            "hole.mkv", "-i INPUT -map 0 -c copy -bsf:a noise=drop='between(n,43,129)'", whole);

        var (_, media) = await FileSourceFixture.ReadAsync(clip);

        var beeps = media.Beeps();
        Assert.Equal(2, beeps.Count);
        Assert.InRange(beeps[1], 3.01, 3.03);
        AssertGapless(media);
    }

    [Fact]
    public async Task Read_LongHoleInTheAudio_IsNotFilled()
    {
        var whole = await clips.MakeAsync("whole-long.mkv", $"{Picture} -f lavfi -i sine=1000:d=4 -c:a pcm_s16le");
        var clip = await clips.MakeAsync("hole-long.mkv", "-i INPUT -map 0 -c copy -bsf:a setts=ts='TS+gte(N,86)*1200/TB'", whole);

        var (_, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.InRange(media.Samples.Count, 3.9 * AudioFormat.SampleRate, 4.1 * AudioFormat.SampleRate);
        var (time, count) = media.Blocks[^1];
        Assert.InRange(time.Seconds + count / (double)AudioFormat.SampleRate, 1203.98, 1204.02);
    }

    [Theory]
    [InlineData("slow.mkv", 1.0005)]
    [InlineData("fast.mkv", 0.9995)]
    public async Task Read_StampsOfAnotherPaceThanTheSamples_AreFollowed(string name, double pace)
    {
        // Beeps in the middle of every ten seconds.
        var clip = await clips.MakeAsync(name,
            "-f lavfi -i color=s=64x48:r=1:d=160 " +
            FormattableString.Invariant($"-f lavfi -i aevalsrc='between(mod(t,10),5,5.02)*0.8*sin(2*PI*1000*t)':s=8000:d=160,asetnsamples=160,asetpts=PTS*{pace} -c:a pcm_alaw"));

        var (_, media) = await FileSourceFixture.ReadAsync(clip);

        var beeps = media.Beeps();
        Assert.Equal(16, beeps.Count);
        Assert.All(beeps.Select((beep, index) => beep - (5 + (10 * index)) * pace), error => Assert.InRange(error, -0.03, 0.03));
        AssertGapless(media);
    }

    [Fact]
    public async Task Read_AudioFarBehindLargePicturesInTheFile_ComesInStep()
    {
        // As many bytes a second as UHD, of which ffmpeg holds half a second.
        var shifted = await clips.MakeAsync("shifted.mkv",
            "-f lavfi -i color=s=1600x1152:r=100:d=1.5 -itsoffset 1.2 -f lavfi -i sine=d=1.5 -c:v libx264 -preset ultrafast -bf 0 -c:a pcm_s16le");
        var clip = await clips.MakeAsync("behind.mkv", "-i INPUT -map 0 -c copy -bsf:a setts=ts=TS-1.2/TB -max_interleave_delta 1", shifted);
        await using var source = FileSourceFixture.Open(clip);
        var media = new StepMediaWriter();

        await source.OpenAsync(CancellationToken.None);
        await source.ReadAsync(media, CancellationToken.None);

        Assert.InRange(media.MostBehind.Seconds, 0, 0.2);
    }

    [Theory]
    [InlineData("surround.ts", "-c:a ac3 -ac 2", "-c:a ac3 -ac 6")]
    [InlineData("stereo.ts", "-c:a aac -ac 1", "-c:a aac -ac 2")]
    [InlineData("rate.ts", "-c:a mp2 -ar 48000", "-c:a mp2 -ar 44100")]
    public async Task Read_AudioChangesItsFormat_StaysOnTheTimeLine(string name, string before, string behind)
    {
        var clip = await MakeChangingAsync(name, before, behind);

        var (_, media) = await FileSourceFixture.ReadAsync(clip, WithPackets);

        Assert.Collection(media.Beeps(), beep => Assert.InRange(beep, 0.97, 1.03), beep => Assert.InRange(beep, 2.95, 3.05));
        Assert.InRange(media.Blocks[^1].Time.Seconds, 3.8, 4.1);
        Assert.InRange(media.Packets[^1].Time.Seconds, 3.8, 4.1);
    }

    [Fact]
    public async Task Read_NoAudio_IsDescribedSo()
    {
        var clip = await clips.MakeAsync("silent.mp4", Picture);

        var (description, media) = await FileSourceFixture.ReadAsync(clip, WithPackets);

        Assert.False(description.HasAudio);
        Assert.Null(description.EncodedAudio);
        Assert.Equal(20, media.Frames.Count);
        Assert.Empty(media.Samples);
    }

    [Fact]
    public async Task Read_AudioNotWanted_IsLeftOut()
    {
        var clip = await clips.MakeAsync("unwanted.mp4", $"{Picture} -f lavfi -i sine=d=2");

        var (description, media) = await FileSourceFixture.ReadAsync(clip, new FileSourceOptions { WantsAudio = false });

        Assert.False(description.HasAudio);
        Assert.Empty(media.Samples);
    }

    [Fact]
    public async Task Read_TwoAudioTracks_DefaultOneIsHeard()
    {
        var clip = await clips.MakeAsync(
            "two.mkv",
            $"{Picture} -f lavfi -i anullsrc=d=2 -f lavfi -i sine=d=2 -map 0 -map 1 -map 2 -c:a pcm_s16le " +
            "-disposition:a:0 0 -disposition:a:1 default");

        var (_, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.Single(media.Beeps());
    }

    [Fact]
    public async Task Read_PacketsWanted_AreTheSourcesOwnOnOneTimeLine()
    {
        var clip = await clips.MakeAsync("own.mp4", $"{Picture} -f lavfi -i sine=d=2 -c:a aac");
        var expected = await TestClip.RunAsync(["-i", clip, "-map", "0:a", "-c", "copy", "-f", "data", "pipe:1"], default);

        var (description, media) = await FileSourceFixture.ReadAsync(clip, WithPackets);

        Assert.Equal("A_AAC", description.EncodedAudio?.Codec);
        Assert.Equal(SHA256.HashData(expected), SHA256.HashData(media.Packets.SelectMany(packet => packet.Data).ToArray()));
        // The first packet only warms the decoder up: it lies before the time line's zero, where pictures and samples begin.
        Assert.Equal(-0.023, media.Packets[0].Time.Seconds, 3);
        Assert.Equal(MediaTime.Zero, media.Frames[0].Time);
        Assert.Equal(MediaTime.Zero, media.Blocks[0].Time);
    }

    [Fact]
    public async Task Read_PacketsThatFitNoMatroska_ComeWithoutFurtherLoss()
    {
        var clip = await clips.MakeAsync("adts.ts", $"{Picture} -f lavfi -i sine=d=2:r=48000 -c:v libx264 -c:a aac -ac 2");

        var (description, media) = await FileSourceFixture.ReadAsync(clip, WithPackets);

        Assert.Equal("A_FLAC", description.EncodedAudio?.Codec);
        Assert.NotEmpty(media.Packets);
        Assert.NotEmpty(media.Samples);
    }

    /// <summary>A transport stream of four seconds whose sound goes on in another format in the middle, with a tone in its second and its fourth.</summary>
    private async Task<string> MakeChangingAsync(string name, string before, string behind)
    {
        const string Tone = $"{Picture} -f lavfi -i sine=1000:d=1:r=48000,adelay=1000:all=1 -muxdelay 0 -muxpreload 0";
        var first = await clips.MakeAsync("first-" + name, $"{Tone} {before}");
        var second = await clips.MakeAsync("second-" + name, $"{Tone} {behind} -output_ts_offset 2");
        await File.WriteAllBytesAsync(clips.Path(name), [.. await File.ReadAllBytesAsync(first), .. await File.ReadAllBytesAsync(second)]);
        return clips.Path(name);
    }

    private static void AssertGapless(CollectingMediaWriter media)
    {
        var count = 0L;
        foreach (var (time, length) in media.Blocks)
        {
            var expected = media.Blocks[0].Time.Nanoseconds + count * 1e9 / AudioFormat.SampleRate;
            Assert.InRange(time.Nanoseconds - expected, -1, 1);
            count += length;
        }
    }
}
