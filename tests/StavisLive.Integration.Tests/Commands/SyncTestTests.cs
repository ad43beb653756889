using System.Text.Json;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.Commands;

/// <summary>The clip that the command makes, with its sound moved, through files, a server, and a camera with a microphone.</summary>
public sealed class SyncTestTests(ITestOutputHelper output) : IClassFixture<SyncTestTests.Clip>, IDisposable
{
    private const double Late = 120;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(0.0)]
    [InlineData(Late)]
    public async Task SyncTest_File_FindsItsOffsetToTwoMilliseconds(double offset)
    {
        var measured = await MeasureAsync(environment: null, "--input", Moved(offset));

        Assert.Equal(10, measured.GetProperty("pairs").GetInt32());
        Assert.Equal(offset, measured.GetProperty("offset_ms").GetDouble(), 2.0);
        Assert.Equal(-offset, measured.GetProperty("av_offset").GetDouble(), 2.0);
    }

    [Fact]
    public async Task SyncTest_Rtsp_FindsTheOffsetOfWhatIsServed()
    {
        await using var server = await RtspServer.StartAsync("--file", Moved(Late));

        var measured = await MeasureAsync(environment: null, "--rtsp", server.Address, "--duration", "12");

        Assert.InRange(measured.GetProperty("pairs").GetInt32(), 3, 10);
        Assert.Equal(Late, measured.GetProperty("offset_ms").GetDouble(), 25.0);
    }

    [Fact]
    public async Task SyncTest_CameraAndMicrophone_FindTheOffsetOfWhatIsPlayed()
    {
        Assert.SkipUnless(PrivatePulseAudio.IsInstalled, "PulseAudio is not installed.");
        await using var audio = await PrivatePulseAudio.StartAsync();
        using var camera = new FifoCamera();
        // Made as it is played: a decoder would delay the pictures.
        camera.Play(
            20,
            [
                "-re", "-f", "lavfi", "-i", "color=black:size=160x120:rate=50,drawbox=color=white:thickness=fill:enable='lt(mod(t,1),0.2)'",
                "-re", "-f", "lavfi", "-i", "aevalsrc=0.5*sin(2*PI*880*t)*gte(mod(t\\,1)\\,0.12)*lt(mod(t\\,1)\\,0.32):sample_rate=22050:nb_samples=220",
            ],
            ["-map", "1:a", "-f", "pulse", "-buffer_duration", "30", "-server", audio.Address, "-device", PrivatePulseAudio.Room, "clip"]);

        var measured = await MeasureAsync(audio.Environment, "--camera", camera.Path, "--mic", "default", "--duration", "15");

        Assert.InRange(measured.GetProperty("pairs").GetInt32(), 8, 20);
        // The player's buffers and the scheduler are in it.
        Assert.InRange(measured.GetProperty("offset_ms").GetDouble(), Late - 80, Late + 80);
    }

    [Fact]
    public async Task SyncTest_NothingFlashes_SaysSo()
    {
        var outcome = (await StavisProgram.RunAsync("sync-test", "--input", Clips.Audiovisual(_scratch["clip.mp4"]))).Expect(1);

        Assert.Contains("No flash was seen in 40 pictures", outcome.Errors);
    }

    [Theory]
    [InlineData("Nothing to watch")]
    [InlineData("--duration must be", "--input", "clip.mp4", "--duration", "0")]
    [InlineData("give it no source", "--input", "clip.mp4", "--make", "other.mp4")]
    public async Task SyncTest_WrongUsage_SaysWhatIsRight(string expected, params string[] arguments) =>
        Assert.Contains(expected, (await StavisProgram.RunAsync(["sync-test", .. arguments])).Expect(2).Errors);

    private async Task<JsonElement> MeasureAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        await using var run = StavisProgram.Start(["sync-test", "--json", .. arguments], environment);
        var answer = (await run.WaitAsync()).Expect(0).Output;
        output.WriteLine(answer);
        return JsonDocument.Parse(answer).RootElement;
    }

    private string Moved(double offset)
    {
        var file = _scratch[$"late{offset}.mp4"];
        var seconds = (offset / 1000).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Tool.Ffmpeg("-itsoffset", seconds, "-i", Clip.Path, "-i", Clip.Path, "-map", "1:v", "-map", "0:a", "-c", "copy", file);
        return file;
    }

    /// <summary>The clip as the command makes it, made once.</summary>
    public sealed class Clip : IAsyncLifetime
    {
        private static readonly Scratch Folder = new();

        /// <summary>Its file.</summary>
        public static string Path => Folder["clip.mp4"];

        public async ValueTask InitializeAsync() => (await StavisProgram.RunAsync("sync-test", "--make", Path, "--duration", "24")).Expect(0);

        public ValueTask DisposeAsync()
        {
            Folder.Dispose();
            return default;
        }
    }
}
