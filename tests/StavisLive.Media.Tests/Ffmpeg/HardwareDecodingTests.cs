using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Files;
using StavisLive.Media.Sources.Rtsp;
using StavisLive.Media.Tests.Sources;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Ffmpeg;

/// <summary>Hardware that is asked for: used where it is, told once where it is not.</summary>
public sealed class HardwareDecodingTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingLogger _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_FileOnHardwareThatIsNotThere_ComesWholeAndSaysSoOnce()
    {
        var hardware = new HardwareDecoding(await MissingMethodAsync(), _log);
        var clip = await ClipAsync();

        for (var pass = 0; pass < 2; pass++)
        {
            await using var source = new FileSource(clip, new FileSourceOptions { Hardware = hardware }, TimeProvider.System, _log);
            await source.OpenAsync(CancellationToken.None);
            var media = new CollectingMediaWriter();
            await source.ReadAsync(media, CancellationToken.None);
            Assert.Equal(10, media.Frames.Count);
        }

        var (level, text) = Assert.Single(_log.Entries);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("so the processor decodes; ffmpeg says: ", text);
    }

    [Fact]
    public async Task Read_StreamOnHardwareThatIsNotThere_ComesAndSaysSoOnce()
    {
        var hardware = new HardwareDecoding(await MissingMethodAsync(), _log);
        await using var server = await RtspServer.StartAsync("--no-sound");

        for (var connection = 0; connection < 2; connection++)
        {
            using var enough = new CancellationTokenSource();
            var media = new CollectingMediaWriter { OnFrame = count => { if (count == 5) enough.Cancel(); } };
            await using var source = new RtspSource(server.Address, new RtspSourceOptions { Hardware = hardware, ConnectTimeout = Eventually.Patience }, TimeProvider.System);
            await source.OpenAsync(CancellationToken.None);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(media, enough.Token));
        }

        Assert.Single(_log.Entries);
    }

    [Fact]
    public async Task Read_Auto_ComesWholeWithOneLineAndNoTalkOfDamage()
    {
        var hardware = new HardwareDecoding(HardwareDecoding.Auto, _log);
        await using var source = new FileSource(await ClipAsync(), new FileSourceOptions { Hardware = hardware }, TimeProvider.System, _log);

        await source.OpenAsync(CancellationToken.None);
        var media = new CollectingMediaWriter();
        await source.ReadAsync(media, CancellationToken.None);

        Assert.Equal(10, media.Frames.Count);
        Assert.Equal(LogLevel.Information, Assert.Single(_log.Entries).Level);
    }

    [Fact]
    public async Task Open_UnknownMethod_ListsThoseOffered()
    {
        var hardware = new HardwareDecoding("steam", _log);
        await using var source = new FileSource(await ClipAsync(), new FileSourceOptions { Hardware = hardware }, TimeProvider.System, _log);

        var e = await Assert.ThrowsAsync<ConfigException>(() => source.OpenAsync(CancellationToken.None));

        Assert.Contains("\"steam\"", e.Message);
        Assert.All(await HardwareMethods.ListAsync(await ToolsAsync(), CancellationToken.None), name => Assert.Contains(name, e.Message));
    }

    [Fact]
    public async Task Problem_MisspeltMethod_NamesTheNearest()
    {
        var offered = await HardwareMethods.ListAsync(await ToolsAsync(), CancellationToken.None);
        var offer = await HardwareOffer.ForAsync(["none", "autoo"], CancellationToken.None);

        var problem = offer!.Problem("autoo")!;
        Assert.Equal(("source.hwaccel", "autoo"), (problem.Key, problem.Value));
        Assert.StartsWith("`source.hwaccel` is auto, none or a name that ffmpeg knows, not \"autoo\"; did you mean \"auto\"? (", problem.Message);
        Assert.All(offered.Append("auto").Append("none"), name => Assert.Null(offer.Problem(name)));
        Assert.Null(await HardwareOffer.ForAsync(["none", "auto"], CancellationToken.None));
    }

    [Fact]
    public async Task Arguments_MethodThatIsOffered_ComeBeforeTheInput()
    {
        var tools = await ToolsAsync();
        var name = (await HardwareMethods.ListAsync(tools, CancellationToken.None)).FirstOrDefault();
        Assert.SkipWhen(name is null, "This ffmpeg was built without hardware decoding.");
        var hardware = new HardwareDecoding(name!, _log);
        await hardware.ResolveAsync(tools, CancellationToken.None);

        var arguments = RtspArguments.For(new RtspSourceOptions { Hardware = hardware }, new RtspAttempt(StavisLive.Media.Sources.Capture.AudioIntake.Samples)).ToList();

        var at = arguments.IndexOf("-hwaccel");
        Assert.Equal(name, arguments[at + 1]);
        Assert.InRange(at, 0, arguments.IndexOf("-i") - 1);
    }

    [Fact]
    public void FallBack_StreamThatFailsForAnotherReason_IsLeftToItsOwnMessage()
    {
        Assert.False(HardwareMessages.TellOfFailure("[rtsp @ 0x55] method DESCRIBE failed: 401 Unauthorized"));
        Assert.Equal(
            "[h264 @ 0x55] error while decoding MB 3 4",
            HardwareMessages.RemovedFrom("[AVHWDeviceContext @ 0x5] Cannot load libcuda.so.1\nDevice creation failed: -1.\n[h264 @ 0x55] error while decoding MB 3 4"));
    }

    private Task<string> ClipAsync() => TestClip.MakeAsync(
        _folder["clip.mp4"], "-f lavfi -i testsrc2=s=160x120:r=10:d=1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");

    private static Task<FfmpegTools> ToolsAsync() => FfmpegTools.FindAsync(CancellationToken.None);

    private static async Task<string> MissingMethodAsync()
    {
        var tools = await ToolsAsync();
        foreach (var name in await HardwareMethods.ListAsync(tools, CancellationToken.None))
        {
            if (!await HardwareMethods.IsThereAsync(tools, name, CancellationToken.None)) return name;
        }
        Assert.Skip("This machine has all the hardware that its ffmpeg knows, or its ffmpeg knows none.");
        return "";
    }
}
