using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Cameras;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Sources.Cameras;

/// <summary>What ffmpeg answers in the form in which it prints every list of sources.</summary>
public sealed class DirectShowCamerasTests : IDisposable
{
    private const string Answer = """
        Auto-detected sources for dshow:
          @device_pnp_\\?\usb#vid_046d&pid_082d&mi_00#6&1f2ad1ec&0&0000#{65e8773d-8f56-11d0-a3b9-00a0c9223196}\global [HD Pro Webcam C920] (video)
        * @device_sw_{860BB310-5D01-11D0-BD3B-00A0C911CE86}\{A3FCE0F5-3493-419F-958A-ABA1250EC20B} [OBS Virtual Camera [2]] (none)
          @device_pnp_\\?\pci#ven_1131&dev_7160#4&2d0eb5b3&0&00e4#{65e8773d-8f56-11d0-a3b9-00a0c9223196}\capture [Aufnahmekarte für Hörsaal] (video, audio)
          @device_cm_{33D9A762-90C8-11D0-BD43-00A0C911CE86}\wave_{0CB1F1C5-96D8-4E5C-8B57-8B8E2D5B0F4C} [Mikrofon (Realtek Audio)] (audio)
          @device_cm_{33D9A762-90C8-11D0-BD43-00A0C911CE86}\wave_{9E0F1D4C-96D8-4E5C-8B57-8B8E2D5B0F4C} [Stereomix] (none)

        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Parse_CamerasAndMicrophones_AreTheCamerasInTheirOrder(string lineEnd)
    {
        var cameras = DirectShowCameras.Parse(Answer.ReplaceLineEndings(lineEnd));

        Assert.Equal([(0, "HD Pro Webcam C920"), (1, "OBS Virtual Camera [2]"), (2, "Aufnahmekarte für Hörsaal")], cameras.Select(camera => (camera.Number, camera.Name)));
        Assert.StartsWith(@"@device_pnp_\\?\usb#vid_046d", cameras[0].Path);
    }

    [Fact]
    public void Parse_OnlyMicrophones_IsNoCamera() =>
        Assert.Empty(DirectShowCameras.Parse("Auto-detected sources for dshow:\n  @device_cm_x\\wave_y [Mikrofon] (audio)\n"));

    [Fact]
    public async Task ListAsync_FfmpegAnswers_IsRead()
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows(), "The program that answers is a shell's.");
        File.WriteAllText(_folder["answer"], Answer);
        File.WriteAllText(_folder["ffmpeg"], $"#!/bin/sh\ncat '{_folder["answer"]}'\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder["ffmpeg"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var cameras = await DirectShowCameras.ListAsync(new FfmpegTools(_folder["ffmpeg"], _folder["ffmpeg"], "7.1"), TestContext.Current.CancellationToken);

        Assert.Equal(3, cameras.Count);
    }

    [Fact]
    public async Task ListAsync_FfmpegWithoutDirectShow_SaysSo()
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows(), "There it is built with it.");
        var tools = await FfmpegTools.FindAsync(TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<FfmpegException>(() => DirectShowCameras.ListAsync(tools, TestContext.Current.CancellationToken));

        Assert.Contains("DirectShow", refused.Message);
    }
}
