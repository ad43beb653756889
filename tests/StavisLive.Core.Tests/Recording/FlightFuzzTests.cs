using System.IO.Compression;
using System.Text;
using CsCheck;
using StavisLive.Core.Arrays;
using StavisLive.Core.Media;
using StavisLive.Core.Recording;
using StavisLive.Core.Sources;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Recording;

public sealed class FlightFuzzTests : IDisposable
{
    private static readonly Gen<long[]> Shape = Fuzzing.OddNumber.Array[0, 4];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flight-fuzz-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Open_OddRecordings_AreReadOrRefused()
    {
        var parts = await RecordAsync();
        var files = Gen.Select(
            OddJson.Like(Encoding.UTF8.GetString(parts["index.json"])),
            // Which entry is missing, twice, cut off or another array's.
            Gen.Frequency((6, Gen.Const("")), (1, Gen.OneOf([.. parts.Keys]))),
            Gen.Int[0, 3],
            Gen.Select(Gen.OneOf("f4", "u1", "f8", "i8"), Shape, Gen.Byte.Array[0, 64]));

        Fuzzing.Run(
            files, input => Read(Write(parts, input.Item1, input.Item2, input.Item3, input.Item4)),
            e => e is IOException or InvalidDataException, TestContext.Current.TestOutputHelper!.WriteLine);
    }

    private static void Read(string path)
    {
        using var flight = FlightFile.Open(path);
        Assert.InRange(flight.Description.Width * flight.Description.Height, 1, int.MaxValue / 3);
        for (var frame = 0; frame < flight.FrameCount; frame++)
        {
            _ = flight.TimeOf(frame) + flight.TimeOf(0);
            _ = (flight.SlotOf(frame), flight.FollowsPause(frame));
            Assert.InRange(flight.SoundsBefore(frame), 0, flight.AudioCount);
            Assert.NotEmpty(flight.NetworkPicture(frame).ToArray());
            flight.ReadJpeg(frame);
        }
        for (var block = 0; block < flight.AudioCount; block++)
        {
            _ = flight.AudioFollowsPause(block);
            flight.ReadAudio(block).Dispose();
        }
        Assert.Equal(flight.MapSlots.Count * SaliencyMap.Length, flight.ReadMaps().Length);
    }

    private string Write(Dictionary<string, byte[]> parts, string index, string odd, int how, (string Type, long[] Shape, byte[] Data) array)
    {
        var path = Fuzzing.PathOf(_folder, "odd.flight");
        using var file = File.Create(path);
        using var archive = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (var (name, content) in parts)
        {
            var bytes = name == "index.json" ? Encoding.UTF8.GetBytes(index) : content;
            if (name == odd) bytes = how switch { 0 => null, 1 => bytes[..(bytes.Length / 2)], 2 => [.. new NpyHeader(array.Type, false, array.Shape).Format(), .. array.Data], _ => bytes };
            for (var times = name == odd && how == 3 ? 2 : 1; bytes is not null && times > 0; times--)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }
        return path;
    }

    private static async Task<Dictionary<string, byte[]>> RecordAsync()
    {
        await using var harness = new RecorderHarness();
        harness.Report(SourceState.Live);
        for (var block = 0; block < 2; block++)
        {
            using var audio = AudioBlock.Rent(100);
            harness.Recorder.TakePause();
            harness.Recorder.TakeAudio(audio, 100 * block);
            harness.Recorder.TakePause();
            harness.Feed(block, 1);
        }
        await harness.EncodedAsync(2);
        using var archive = ZipFile.OpenRead((await harness.Recorder.SaveAsync("test"))!);
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        });
    }
}
