using System.Diagnostics;
using System.Text;

namespace StavisLive.Integration.Tests.Running;

/// <summary>Runs ffmpeg, ffprobe and their like, and fails the test if they fail.</summary>
internal static class Tool
{
    /// <summary>Standard output of a command that must succeed.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed:\n{errors}");
        return output;
    }

    /// <summary>Makes a clip with ffmpeg.</summary>
    public static void Ffmpeg(params string[] arguments) =>
        Run("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "error", "-y", .. arguments]);

    /// <summary>Number of pictures that can be decoded from a file.</summary>
    public static int CountFrames(string file) => int.Parse(Run(
        "ffprobe", "-v", "error", "-select_streams", "v:0", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", file)
        .Trim().TrimEnd(','), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The same of a file that may not have begun to be a video yet: 0 then.</summary>
    public static int CountPlayable(string file)
    {
        using var probe = Process.Start(new ProcessStartInfo("ffprobe", ["-v", "quiet", "-select_streams", "v:0", file]))!;
        probe.WaitForExit();
        return probe.ExitCode == 0 ? CountFrames(file) : 0;
    }

    /// <summary>Fails the test unless every picture and every sample of a file can be decoded without complaint.</summary>
    public static void AssertDecodes(string file) =>
        Assert.Empty(Run("ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", file, "-f", "null", "-"));

    /// <summary>One entry of a stream, such as <c>width</c>.</summary>
    public static string Probe(string file, string stream, string entry) =>
        Run("ffprobe", "-v", "error", "-select_streams", stream, "-show_entries", $"stream={entry}", "-of", "csv=p=0", file).Trim().TrimEnd(',');
}
