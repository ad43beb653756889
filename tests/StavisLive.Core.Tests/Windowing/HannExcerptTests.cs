using System.Text.Json;
using StavisLive.Core.Arrays;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Windowing;

/// <summary>The excerpt against the buffers of the authors' loader.</summary>
public class HannExcerptTests
{
    // Stated by the reference data.
    private const float Tolerance = 1e-3f;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "parity");
    private static readonly JsonElement[] Cases =
        [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Folder, "preprocess-audio.json"))).GetProperty("cases").EnumerateArray()];

    private static readonly IReadOnlyDictionary<string, NpyArray> Arrays = NpzFile.Read(Path.Combine(Folder, "preprocess-audio.npz"));

    public static TheoryData<int> CaseNumbers() => new(Enumerable.Range(0, Cases.Length));

    [Theory]
    [MemberData(nameof(CaseNumbers))]
    public void Fill_AuthorsAudio_GivesTheAuthorsBuffer(int number)
    {
        var reference = Cases[number];
        var fps = reference.GetProperty("fps").GetDouble();
        var first = reference.GetProperty("first_frame").GetInt32() - 1;
        var last = first + reference.GetProperty("frames").GetInt32() - 1;
        var ring = RingOfTheAudio(out var length);

        var (begin, end) = HannExcerpt.RangeOf(first, last, fps, length);
        var output = new float[NetworkWindow.AudioLength];
        var state = new HannExcerpt().Fill(ring, begin, end, output);

        Assert.Equal(reference.GetProperty("sample_begin").GetInt64(), begin);
        Assert.Equal(reference.GetProperty("sample_end_exclusive").GetInt64(), end);
        Assert.Equal(AudioState.Present, state);
        var expected = ExpectedOf(number);
        for (var i = 0; i < output.Length; i++) Assert.InRange(output[i], expected[i] - Tolerance, expected[i] + Tolerance);
    }

    [Fact]
    public void RangeOf_BeyondTheAudio_IsEmpty()
    {
        var (begin, end) = HannExcerpt.RangeOf(250, 265, 25, length: 1000);

        Assert.Equal(begin, end);
    }

    [Fact]
    public void RangeOf_TenSlotsPerSecond_FitsTheBuffer()
    {
        var (begin, end) = HannExcerpt.RangeOf(30, 45, 10, long.MaxValue);

        Assert.InRange(end - begin, NetworkWindow.AudioLength, NetworkWindow.AudioLength + 1);
    }

    private static float[] ExpectedOf(int number) => Arrays[$"case{number}"].AsSingle();

    /// <summary>The audio in blocks of irregular sizes, as a decoder hands it over.</summary>
    private static AudioRing RingOfTheAudio(out long length)
    {
        var audio = Arrays["wav"].AsSingle();
        var ring = new AudioRing();
        var random = new Random(1);
        for (var at = 0; at < audio.Length;)
        {
            var count = Math.Min(random.Next(1, 4000), audio.Length - at);
            using var block = AudioBlock.Rent(count);
            for (var i = 0; i < count; i++) block.Samples[i] = audio[at + i] / 32768f;
            block.PresentationTime = MediaTime.FromSeconds((double)at / AudioFormat.SampleRate);
            ring.Write(block);
            at += count;
        }
        length = audio.Length;
        return ring;
    }
}
