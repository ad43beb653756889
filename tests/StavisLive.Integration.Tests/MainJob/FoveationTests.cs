using System.Diagnostics;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>Video whose quality follows attention, as the program writes and sends it.</summary>
public sealed class FoveationTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("h264", "a.mp4", "h264")]
    [InlineData("hevc", "a.mkv", "hevc")]
    [InlineData("vp9", "a.mkv", "vp9")]
    public async Task Run_FileIntoAFile_HasEveryFrameAndTheSound(string codec, string name, string expected)
    {
        var input = Clips.Audiovisual(_scratch["clip.mp4"], 50);

        var run = await StavisProgram.RunAsync("--input", input, "--foveate", _scratch[name], "--foveate-codec", codec, "--window-fps", "10", "--weights", TestWeights.Path);

        run.Expect(0);
        Assert.Equal(50, Tool.CountFrames(_scratch[name]));
        Assert.Equal(expected, Tool.Probe(_scratch[name], "v:0", "codec_name"));
        Assert.Equal("aac", Tool.Probe(_scratch[name], "a:0", "codec_name"));
        Tool.AssertDecodes(_scratch[name]);
        Assert.Contains("by regions of interest", run.Errors);
    }

    [Fact]
    public async Task Run_MoreStrength_MovesBits()
    {
        var input = Clips.Audiovisual(_scratch["clip.mp4"], 50);
        foreach (var strength in new[] { "0", "4" })
        {
            (await StavisProgram.RunAsync("--input", input, "--foveate", _scratch[$"{strength}.mkv"], "--foveate-strength", strength, "--window-fps", "10", "--weights", TestWeights.Path)).Expect(0);
        }

        Assert.NotEqual(new FileInfo(_scratch["0.mkv"]).Length, new FileInfo(_scratch["4.mkv"]).Length);
    }

    [Fact]
    public async Task Run_PhoneHeldUpright_StaysUpright()
    {
        var input = Clips.Rotated(_scratch["clip.mp4"], 20);

        (await StavisProgram.RunAsync("--input", input, "--foveate", _scratch["a.mp4"], "--weights", TestWeights.Path)).Expect(0);

        Assert.Equal(("120", "160"), (Tool.Probe(_scratch["a.mp4"], "v:0", "width"), Tool.Probe(_scratch["a.mp4"], "v:0", "height")));
    }

    [Fact]
    public async Task Run_ToAnRtspAddress_IsSeenByFfprobe()
    {
        var input = Clips.Audiovisual(_scratch["clip.mp4"], 100);
        var address = $"rtsp://127.0.0.1:{FreePort.Next()}/hall";
        using var probe = Process.Start(new ProcessStartInfo("ffprobe",
            ["-v", "error", "-rtsp_flags", "listen", "-show_entries", "stream=codec_name,width,height,has_b_frames", "-of", "csv=p=0", "-i", address])
        {
            RedirectStandardOutput = true,
        })!;
        await using var run = StavisProgram.Start("--input", input, "--loop", "--foveate", address, "--weights", TestWeights.Path);

        var seen = await probe.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal("h264,160,120,0\naac\n", seen.ReplaceLineEndings("\n"));
        run.Signal("INT");
        (await run.WaitAsync()).Expect(130);
    }

    [Theory]
    [InlineData("--foveate-codec", "av1", "outputs.foveate.codec")]
    [InlineData("--foveate-strength", "5", "0 to 4")]
    [InlineData("--foveate-codec", "vp9", "carries no VP9")]
    public async Task Run_WhatCannotBe_SaysSoBeforeAnythingBegins(string option, string value, string words)
    {
        var run = await StavisProgram.RunAsync("--synthetic", "--foveate", "srt://127.0.0.1:9", option, value);

        run.Expect(2);
        Assert.Contains(words, run.Errors);
    }
}
