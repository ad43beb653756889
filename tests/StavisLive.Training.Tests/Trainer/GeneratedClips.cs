using System.Diagnostics;
using System.Globalization;

namespace StavisLive.Training.Tests.Trainer;

/// <summary>A gaze folder of generated clips, in each of which everybody follows a white square from left to right. Disposing it deletes it.</summary>
internal sealed class GeneratedClips : IDisposable
{
    public const int Observers = 6;
    public const double Fps = 25;
    public const int Frames = 50;

    public GeneratedClips(params IReadOnlyList<(string Name, string Split, bool HasAudio)> clips)
    {
        Directory.CreateDirectory(this["clips"]);
        foreach (var (name, _, hasAudio) in clips) Encode(this[$"clips/{name}.mp4"], hasAudio);
        File.WriteAllLines(this["clips.csv"], clips.Select(clip => $"{clip.Name},{clip.Split}").Prepend("clip,split"));
        File.WriteAllLines(this["fixations.csv"], clips.SelectMany(clip => Looks(clip.Name)).Prepend("clip,observer,time,duration_ms,x,y"));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("generated-clips-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Where the square's middle is, 0..1 from the left.</summary>
    public static double SquareAt(double seconds) => 0.25 + (0.25 * seconds);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static IEnumerable<string> Looks(string name) =>
        from look in Enumerable.Range(0, 10)
        from observer in Enumerable.Range(0, Observers)
        select string.Create(CultureInfo.InvariantCulture, $"{name},{observer},{look * 0.2:0.000},200,{SquareAt((look * 0.2) + 0.1):0.0000},0.5");

    private static void Encode(string path, bool hasAudio)
    {
        // A square of 40 pixels on 320x180, its middle a quarter of the width from the left and a quarter further each second.
        string[] video = ["-f", "lavfi", "-i", "color=0x203040:s=320x180:r=25:d=2", "-f", "lavfi", "-i", "color=white:s=40x40:r=25:d=2"];
        string[] audio = hasAudio ? ["-f", "lavfi", "-i", "sine=440:d=2", "-map", "2:a"] : [];
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true };
        foreach (var argument in (string[])["-v", "error", "-nostdin", .. video, .. audio, "-filter_complex", "[0][1]overlay=x=60+80*t:y=70[v]", "-map", "[v]", "-frames:v", "50", path])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }
}
