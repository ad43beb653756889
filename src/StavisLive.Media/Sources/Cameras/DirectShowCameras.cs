using System.Text.RegularExpressions;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>The cameras of a Windows machine, as ffmpeg lists them: in DirectShow's order, by which OpenCV counts them.</summary>
internal static partial class DirectShowCameras
{
    private const string Heading = "Auto-detected sources";

    /// <summary>Asks ffmpeg.</summary>
    /// <exception cref="FfmpegException">It knows nothing of DirectShow.</exception>
    public static async Task<IReadOnlyList<CameraInfo>> ListAsync(FfmpegTools tools, CancellationToken cancellationToken)
    {
        await using var process = FfmpegProcess.Start(tools.Ffmpeg, ["-hide_banner", "-nostdin", "-sources", "dshow"]);
        await using var registration = cancellationToken.Register(process.Kill).ConfigureAwait(false);
        using var reader = new StreamReader(process.Output);
        var text = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return text.StartsWith(Heading, StringComparison.Ordinal)
            ? Parse(text)
            : throw new FfmpegException($"{tools.Ffmpeg} cannot list cameras: it was built without DirectShow (dshow).");
    }

    /// <summary>Reads what <c>ffmpeg -sources dshow</c> answers: cameras first, and behind them what only hears.</summary>
    internal static IReadOnlyList<CameraInfo> Parse(string text) =>
    [
        .. text.Split('\n')
            .Select(line => Device().Match(line.TrimEnd('\r')))
            .Where(device => device.Success)
            // One that doesn't say what it gives is counted as well, or all behind it would have another's number.
            .TakeWhile(device => device.Groups["gives"].Value is var gives && (gives.Contains("video") || gives == "none"))
            .Select((device, number) => new CameraInfo(number, device.Groups["path"].Value, device.Groups["name"].Value, IsPermitted: true)),
    ];

    [GeneratedRegex(@"^[* ] (?<path>\S.*?) \[(?<name>.*)\] \((?<gives>[a-z, ]+)\)$")]
    private static partial Regex Device();
}
