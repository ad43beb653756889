using System.Diagnostics;
using StavisLive.Media.Sources.Cameras;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Cameras;

public sealed class DeviceHoldersTests
{
    [Fact]
    public async Task Describe_FileThatAnotherProcessHasOpen_NamesIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");
        using var folder = new TempFolder();
        File.WriteAllText(folder["video0"], "");
        using var own = File.OpenRead(folder["video0"]);
        Assert.Equal("", DeviceHolders.Describe(folder["video0"]));

        using var tail = Process.Start("tail", ["-f", folder["video0"]])!;
        try
        {
            await Eventually.HoldsAsync(() => DeviceHolders.Find(folder["video0"]).Count > 0);
            Assert.Equal($" It is used by tail (process {tail.Id}).", DeviceHolders.Describe(folder["video0"]));
        }
        finally
        {
            tail.Kill();
            await tail.WaitForExitAsync();
        }
    }
}
