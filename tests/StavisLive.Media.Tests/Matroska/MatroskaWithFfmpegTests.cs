using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Matroska;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Matroska;

public sealed class MatroskaWithFfmpegTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(16, 8)]
    [InlineData(33, 21)]
    public async Task Writer_Pictures_FfmpegSeesTheSamePixels(int width, int height)
    {
        var pictures = Enumerable.Range(0, 3).Select(n => Noise(width * height * 3, n)).ToArray();
        using var stream = new MemoryStream();
        var writer = new MatroskaWriter(stream, MediaTime.Zero, MatroskaTrackEntry.BgrVideo(width, height, 25));
        for (var i = 0; i < pictures.Length; i++) writer.Write(1, MediaTime.FromMilliseconds(i * 40), pictures[i]);

        var raw = await TestClip.RunAsync(
            ["-f", "matroska", "-i", "pipe:0", "-f", "rawvideo", "-pix_fmt", "bgr24", "pipe:1"], stream.ToArray());

        Assert.Equal(pictures.SelectMany(picture => picture), raw);
    }

    [Fact]
    public async Task Writer_UnevenStamps_FfmpegKeepsThem()
    {
        long[] microseconds = [0, 1_234, 40_001, 3_000_007];
        using var stream = new MemoryStream();
        var writer = new MatroskaWriter(stream, MediaTime.Zero, MatroskaTrackEntry.BgrVideo(2, 2, 0));
        foreach (var time in microseconds) writer.Write(1, new MediaTime(time * 1_000), new byte[12]);
        await File.WriteAllBytesAsync(_folder["uneven.mkv"], stream.ToArray());

        var stamps = await TestClip.ProbeAsync("-show_entries packet=pts_time", _folder["uneven.mkv"]);

        Assert.Equal(["0.000000", "0.001234", "0.040001", "3.000007"], stamps);
    }

    [Fact]
    public async Task Writer_Samples_FfmpegHearsTheSame()
    {
        var samples = Enumerable.Range(0, 2_205).Select(n => MathF.Sin(n * 0.1f)).ToArray();
        var bytes = MemoryMarshal.AsBytes<float>(samples).ToArray();
        using var stream = new MemoryStream();
        var writer = new MatroskaWriter(stream, MediaTime.Zero, MatroskaTrackEntry.FloatAudio());
        writer.Write(1, MediaTime.Zero, bytes.AsSpan(0, 4_000));
        writer.Write(1, MediaTime.FromSeconds(1_000 / 22_050.0), bytes.AsSpan(4_000));

        var raw = await TestClip.RunAsync(["-f", "matroska", "-i", "pipe:0", "-f", "f32le", "pipe:1"], stream.ToArray());

        Assert.Equal(bytes, raw);
    }

    [Theory]
    [InlineData("aac", "clip.m4a")]
    [InlineData("libopus", "clip.webm")]
    [InlineData("libvorbis", "clip.ogg")]
    [InlineData("flac", "clip.flac")]
    [InlineData("libmp3lame", "clip.mp3")]
    [InlineData("ac3", "clip.ac3")]
    [InlineData("pcm_s24le", "clip.wav")]
    public async Task ReaderThenWriter_EncodedAudio_ComesOutBitByBit(string codec, string file)
    {
        var clip = await TestClip.MakeAsync(_folder[file], $"-f lavfi -i sine=d=0.5:r=48000 -ac 2 -c:a {codec}");
        var piped = await TestClip.RunAsync(["-i", clip, "-c", "copy", "-f", "matroska", "-live", "1", "pipe:1"], default);
        var reader = new MatroskaReader(new MemoryStream(piped));
        var source = Assert.Single(reader.ReadTracks());
        using var stream = new MemoryStream();
        var writer = new MatroskaWriter(
            stream, MediaTime.Zero, MatroskaTrackEntry.Encoded(new EncodedAudio(source.CodecId, source.Entry)));
        while (reader.TryReadBlock(out var block))
        {
            var packet = new byte[block.Length];
            reader.ReadPayload(packet);
            writer.Write(1, block.Time, packet);
        }

        Assert.Equal(await HashOf(clip, default), await HashOf("pipe:0", stream.ToArray()));
    }

    [Theory]
    [InlineData("25", 25)]
    [InlineData("30", 30)]
    [InlineData("60", 60)]
    [InlineData("30000/1001", 30_000 / 1_001.0)]
    public async Task Reader_Pictures_HaveTheRateThatFfmpegWasGiven(string given, double rate)
    {
        var piped = await TestClip.RunAsync(["-f", "lavfi", "-i", $"testsrc=s=16x16:r={given}:d=0.2", "-c:v", "rawvideo", "-allow_raw_vfw", "1", "-f", "matroska", "pipe:1"], default);
        var found = FrameRates.Choose(Assert.Single(new MatroskaReader(new MemoryStream(piped)).ReadTracks()).FrameRate);

        if (rate == Math.Round(rate)) Assert.Equal(rate, found);
        else Assert.Equal(rate, found, 5);
    }

    private static async Task<string> HashOf(string input, ReadOnlyMemory<byte> bytes)
    {
        var hash = await TestClip.RunAsync(["-i", input, "-map", "0:a", "-c", "copy", "-f", "streamhash", "pipe:1"], bytes);
        return System.Text.Encoding.ASCII.GetString(hash);
    }

    private static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
