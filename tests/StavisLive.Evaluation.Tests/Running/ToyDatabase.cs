using StavisLive.Evaluation.Datasets.Published;

namespace StavisLive.Evaluation.Tests.Running;

/// <summary>A published data set in small: a white square that wanders over black, with everybody looking at it.</summary>
/// <remarks>24 frames of 128x96 at 25 per second; fixation maps from TestData/matlab take turns. Only v1 has audio.</remarks>
public sealed class ToyDatabase : IAsyncLifetime
{
    public const int Frames = 24;

    private static readonly string[] Videos = ["v1", "v2"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("stavis-toy-");

    public string Root => _root.FullName;

    public string List => Path.Combine(Root, "TOY_list_test_fps.txt");

    public PublishedFolders Folders => PublishedFolders.Of(Root, List);

    public async ValueTask InitializeAsync()
    {
        File.WriteAllLines(List, Videos.Select(name => $"{name} {Frames} 25"));
        await MakeAsync("v1");
        Copy(Path.Combine(Root, "video_frames", "TOY", "v1"), Path.Combine(Root, "video_frames", "TOY", "v2"));
        Copy(Path.Combine(Root, "annotations", "TOY", "v1"), Path.Combine(Root, "annotations", "TOY", "v2"));
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=22050", "-t", "0.96", Folder("video_audio", "TOY", "v1", "v1.wav"));
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return default;
    }

    /// <summary>The same files once more, for a test that spoils them.</summary>
    public string CopyTo(string folder)
    {
        Copy(Root, folder);
        return folder;
    }

    private async Task MakeAsync(string name)
    {
        await DrawAsync("lum='255*between(X,4*N,4*N+15)*between(Y,40,55)':cb=128:cr=128", Folder("video_frames", "TOY", name, "img_%05d.jpg"), "yuvj420p");
        await DrawAsync("lum='255*exp(-((X-4*N-7.5)^2+(Y-47.5)^2)/50)'", Folder("annotations", "TOY", name, "maps", "eyeMap_%05d.jpg"), "gray");
        for (var number = 1; number <= Frames; number++)
        {
            var golden = Path.Combine(AppContext.BaseDirectory, "TestData", "matlab", number % 2 == 1 ? "fixations-a.mat" : "fixations-b.mat");
            File.Copy(golden, Folder("annotations", "TOY", name, $"fixMap_{number:00000}.mat"));
        }
    }

    private static Task DrawAsync(string expression, string pattern, string format) => Ffmpeg.RunAsync(
        "-f", "lavfi", "-i", $"color=black:size=128x96:rate=25,format={format},geq={expression}", "-frames:v", $"{Frames}", "-q:v", "2", "-pix_fmt", format == "gray" ? "gray" : "yuvj420p", pattern);

    private string Folder(params string[] parts)
    {
        var path = Path.Combine([Root, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
