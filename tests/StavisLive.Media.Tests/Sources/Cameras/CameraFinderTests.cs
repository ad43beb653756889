using StavisLive.Media.Sources.Cameras;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Sources.Cameras;

/// <summary>The kernel's folders as a laptop with a webcam has them; the devices are plain files, so that nobody need own one.</summary>
public sealed class CameraFinderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_CameraWithItsMetadataNode_IsOneCamera()
    {
        Add(2, "HD Pro Webcam C920", index: 0);
        Add(10, "Capture card", index: 0);
        Add(3, "HD Pro Webcam C920", index: 1);

        Assert.Equal([2, 10], Find().Select(camera => camera.Number));
        Assert.Equal("HD Pro Webcam C920", Find()[0].Name);
        Assert.Equal(_folder["dev/video2"], Find()[0].Path);
        Assert.True(Find()[0].IsPermitted);
    }

    [Fact]
    public void Find_DeviceThatMayNotBeOpened_IsListedAsSuch()
    {
        Add(0, "Webcam", index: 0);
        // Root may open any file; a folder is refused to everybody, in the same way.
        File.Delete(_folder["dev/video0"]);
        Directory.CreateDirectory(_folder["dev/video0"]);

        Assert.False(Assert.Single(Find()).IsPermitted);
    }

    [Fact]
    public void Find_NoVideoDevices_IsEmpty() => Assert.Empty(Find());

    private IReadOnlyList<CameraInfo> Find() => CameraFinder.Find(_folder["sys"], _folder["dev"]);

    private void Add(int number, string name, int index)
    {
        var entry = Directory.CreateDirectory(_folder[$"sys/video{number}"]).FullName;
        File.WriteAllText(Path.Combine(entry, "name"), name + "\n");
        File.WriteAllText(Path.Combine(entry, "index"), $"{index}\n");
        Directory.CreateDirectory(_folder["dev"]);
        File.WriteAllText(_folder[$"dev/video{number}"], "");
    }
}
