using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Tests.Ffmpeg;

/// <summary>Runs ffmpeg to make clips for tests.</summary>
internal static class TestClip
{
    private static readonly Lazy<Task<FfmpegTools>> Tools = new(() => FfmpegTools.FindAsync(CancellationToken.None));

    /// <summary>Runs ffmpeg with blank-separated arguments plus one last one, a path; returns that path.</summary>
    public static async Task<string> MakeAsync(string path, string arguments, string input = "")
    {
        var list = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part == "INPUT" ? input : part);
        await RunAsync([.. list, "-y", path], default);
        return path;
    }

    /// <summary>Runs ffmpeg with bytes on its standard input; returns what came out of its standard output.</summary>
    public static async Task<byte[]> RunAsync(IEnumerable<string> arguments, ReadOnlyMemory<byte> input)
    {
        var tools = await Tools.Value;
        await using var process = FfmpegProcess.Start(tools.Ffmpeg, ["-nostdin", "-hide_banner", "-loglevel", "error", .. arguments]);
        using var output = new MemoryStream();
        var reading = process.Output.CopyToAsync(output);
        await process.Input.WriteAsync(input);
        process.Input.Close();
        await reading;
        var code = await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(code == 0, $"ffmpeg {string.Join(' ', arguments)}: {process.Messages}");
        return output.ToArray();
    }

    /// <summary>What ffprobe prints as CSV, one line each.</summary>
    public static async Task<string[]> ProbeAsync(string arguments, string path)
    {
        var tools = await Tools.Value;
        await using var process = FfmpegProcess.Start(
            tools.Ffprobe, ["-v", "error", "-of", "csv=p=0", .. arguments.Split(' '), path]);
        using var reader = new StreamReader(process.Output);
        var text = await reader.ReadToEndAsync();
        Assert.Equal(0, await process.WaitForExitAsync(CancellationToken.None));
        // Of a stream with side data (AC-3's service type) ffprobe ends the line with a comma.
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.TrimEnd(','))];
    }
}
