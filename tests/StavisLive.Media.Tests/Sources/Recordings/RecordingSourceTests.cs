using System.IO.Compression;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Media;
using StavisLive.Core.Recording;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;
using StavisLive.Media.Encoding;
using StavisLive.Media.Sources.Recordings;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Recordings;

public sealed class RecordingSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_Recording_GivesItsPicturesTimesAndAudioInTheirOrder()
    {
        await using var source = new RecordingSource(await RecordAsync(), TimeProvider.System);

        var description = await source.OpenAsync(CancellationToken.None);
        var media = new CollectingMediaWriter();
        await source.ReadAsync(media, CancellationToken.None);

        Assert.Equal((65, 49, 25, true, false, 3), (description.Width, description.Height, description.FrameRate, description.HasAudio, description.IsLive, description.FrameCount));
        Assert.Equal((20, MapAlignment.Newest, MediaTime.FromMilliseconds(1000)), (description.Windowing!.Fps, description.Windowing.Alignment, description.Windowing.Origin!.Value));
        Assert.Equal("fsfsf", string.Concat(media.Order));
        Assert.Equal([0, 1, 2], media.Frames.Select(frame => frame.Index));
        Assert.Equal([1000, 1040, 1080], media.Frames.Select(frame => frame.Time.Milliseconds));
        Assert.Equal([(AudioRing.TimeOf(22_050), 441), (AudioRing.TimeOf(22_491), 441)], media.Blocks);
        Assert.Equal(0.25f, media.Samples[0]);
        // JPEG keeps a plain colour within a step or two.
        var (blue, green, red) = media.Frames[1].At(30, 20);
        Assert.InRange(blue, 38, 42);
        Assert.InRange(green, 88, 92);
        Assert.InRange(red, 148, 152);
    }

    [Fact]
    public async Task Read_RecordingWithPauses_TellsOfThemWhereTheyWere()
    {
        await using var source = new RecordingSource(await RecordAsync(stalls: true), TimeProvider.System);
        await source.OpenAsync(CancellationToken.None);

        var media = new CollectingMediaWriter();
        await source.ReadAsync(media, CancellationToken.None);

        Assert.Equal("fs|f|sf", string.Concat(media.Order));
    }

    [Fact]
    public async Task Read_FrameWithoutItsPicture_ShowsWhatTheNetworkSaw()
    {
        var path = await RecordAsync();
        Change(path, archive => archive.GetEntry("frames/000001.jpg")!.Delete(), text => text.Replace(
            "\"soundsBefore\":1,\"hasPicture\":true", "\"soundsBefore\":1,\"hasPicture\":false", StringComparison.Ordinal));
        await using var source = new RecordingSource(path, TimeProvider.System);
        await source.OpenAsync(CancellationToken.None);

        var media = new CollectingMediaWriter();
        await source.ReadAsync(media, CancellationToken.None);

        Assert.Equal((65, 49), (media.Frames[1].Width, media.Frames[1].Height));
        Assert.Equal((3, 2, 1), media.Frames[1].At(30, 20));
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "version 2")]
    [InlineData("stavis-live-flight", "holiday", "holiday")]
    [InlineData("\"soundsBefore\":1", "\"soundsBefore\":-1", "do not fit together")]
    [InlineData("\"count\":441}", "\"count\":9441}", "sound.npy")]
    [InlineData("\"frames\":[", "\"frames\":[5,", "index.json")]
    [InlineData("\"frames\":[", "\"frames\":[null,", "null")]
    [InlineData("\"sounds\":[", "\"sounds\":[null,", "null")]
    [InlineData("\"maps\":[", "\"maps\":[null", "null")]
    [InlineData("\"states\":[", "\"states\":[null", "null")]
    [InlineData("\"ptsNs\":1000000000", "\"ptsNs\":9223372036854775807", "do not fit together")]
    [InlineData("\"listens\":true", "\"listens\":true,\"audioLagMs\":1e300", "do not fit together")]
    [InlineData("\"listens\":true", "\"listens\":true,\"audioLagMs\":-1", "do not fit together")]
    [InlineData("\"width\":65", "\"width\":2000000000", "do not fit together")]
    public async Task Open_DamagedIndex_SaysWhatIsWrong(string right, string wrong, string said)
    {
        var path = await RecordAsync();
        Change(path, _ => { }, text => text.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(said, await OpeningErrorAsync(path));
    }

    [Fact]
    public async Task Read_PictureOfSizesThatOpenCvRefuses_SaysThatItIsDamaged()
    {
        var path = await RecordAsync();
        Change(path, archive => Enlarge(archive.GetEntry("frames/000001.jpg")!), text => text + "\n");
        await using var source = new RecordingSource(path, TimeProvider.System);
        await source.OpenAsync(CancellationToken.None);

        var e = await Assert.ThrowsAsync<SourceException>(() => source.ReadAsync(new CollectingMediaWriter(), CancellationToken.None));

        Assert.Contains("cannot be replayed", e.Message);
    }

    [Fact]
    public async Task Open_CutOffRecording_SaysSo()
    {
        var path = await RecordAsync();
        await using (var file = File.OpenWrite(path)) file.SetLength(file.Length / 2);

        Assert.Contains("cannot be replayed", await OpeningErrorAsync(path));
    }

    [Fact]
    public async Task Open_MissingRecording_SaysSo() => Assert.Contains("does not exist", await OpeningErrorAsync(_folder["none.flight"]));

    private static async Task<string> OpeningErrorAsync(string path)
    {
        await using var source = new RecordingSource(path, TimeProvider.System);
        var e = await Assert.ThrowsAsync<SourceException>(() => source.OpenAsync(CancellationToken.None));
        Assert.Contains(path, e.Message);
        return e.Message;
    }

    /// <summary>Three frames of 65x49 at 25 per second from 1 s on, and a block of audio behind each of the first two.</summary>
    /// <param name="stalls">Whether there is a pause before the second of each.</param>
    private async Task<string> RecordAsync(bool stalls = false)
    {
        await using var recorder = new FlightRecorder(new RecorderOptions { Folder = _folder["flights"] }, new JpegEncoder(), TimeProvider.System, NullLogger.Instance);
        recorder.Begin(
            "roof", new SourceDescription { Width = 65, Height = 49, FrameRate = 25, HasAudio = true, IsLive = true },
            new WindowingOptions { Fps = 20, Alignment = MapAlignment.Newest, IsLive = true, HasAudio = true });
        var seen = new byte[NetworkWindow.BytesPerFrame];
        for (var at = 0; at < seen.Length; at++) seen[at] = (byte)((at % 3) + 1);
        for (var index = 0; index < 3; index++)
        {
            using var frame = TestResults.Picture(65, 49);
            frame.Index = 100 + index;
            frame.PresentationTime = MediaTime.FromMilliseconds(1000 + (40 * index));
            if (stalls && index == 1) recorder.TakePause();
            recorder.TakeFrame(frame, seen, index);
            if (index == 2) continue;
            using var block = AudioBlock.Rent(441);
            block.Samples.Fill(0.25f);
            if (stalls && index == 1) recorder.TakePause();
            recorder.TakeAudio(block, 22_050 + (441 * index));
        }
        // The pictures are made behind a queue.
        while (true)
        {
            var path = (await recorder.SaveAsync("test"))!;
            using (var flight = FlightFile.Open(path))
            {
                if (Enumerable.Range(0, 3).All(frame => flight.ReadJpeg(frame) is not null)) return path;
            }
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    // A baseline JPEG's frame header: marker, length, bits, rows, columns.
    private static void Enlarge(ZipArchiveEntry jpeg)
    {
        using var stream = jpeg.Open();
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var header = bytes.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        bytes.AsSpan(header + 5, 4).Fill(0xFE);
        stream.Position = 0;
        stream.Write(bytes);
    }

    private static void Change(string path, Action<ZipArchive> change, Func<string, string> index)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        change(archive);
        var entry = archive.GetEntry("index.json")!;
        string text;
        using (var reader = new StreamReader(entry.Open())) text = reader.ReadToEnd();
        entry.Delete();
        var changed = index(text);
        Assert.NotEqual(text, changed);
        using var written = archive.CreateEntry("index.json").Open();
        written.Write(System.Text.Encoding.UTF8.GetBytes(changed));
    }
}
