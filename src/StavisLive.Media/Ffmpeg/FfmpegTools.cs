using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace StavisLive.Media.Ffmpeg;

/// <summary>The ffmpeg installation in use.</summary>
/// <param name="Ffmpeg">Full path of ffmpeg.</param>
/// <param name="Ffprobe">Full path of ffprobe.</param>
/// <param name="Version">What <c>ffmpeg -version</c> calls itself, such as <c>5.1.9-0+deb12u1</c>.</param>
public sealed partial record FfmpegTools(string Ffmpeg, string Ffprobe, string Version)
{
    private const string Remedy =
        "Install ffmpeg 5.1 or newer, for instance with: sudo apt-get install ffmpeg (Windows: winget install Gyan.FFmpeg.Shared).";

    // 5.1 brought -fps_mode.
    private static readonly Version Oldest = new(5, 1);

    // Each source asks, and to start a program takes it tens of milliseconds of a core. A file that is another by then is asked anew.
    private static readonly ConcurrentDictionary<(string Path, DateTime Written, long Length), string> Versions = [];

    /// <summary>Finds ffmpeg and ffprobe in PATH and makes sure that they are new enough.</summary>
    /// <exception cref="FfmpegException">They are missing or older than 5.1; the message names what to install.</exception>
    public static Task<FfmpegTools> FindAsync(CancellationToken cancellationToken) =>
        FindAsync(Environment.GetEnvironmentVariable("PATH"), cancellationToken);

    internal static async Task<FfmpegTools> FindAsync(string? searchPath, CancellationToken cancellationToken)
    {
        var ffmpeg = Locate("ffmpeg", searchPath);
        var ffprobe = Locate("ffprobe", searchPath);
        var version = await VersionOfAsync(ffmpeg, cancellationToken).ConfigureAwait(false);
        if (Parse(version) is { } number && number < Oldest)
            throw new FfmpegException($"{ffmpeg} is version {version}, which is too old. {Remedy}");
        return new FfmpegTools(ffmpeg, ffprobe, version);
    }

    /// <summary>The release number in a version text; null for builds from the development branch (<c>N-109...</c>, a date).</summary>
    internal static Version? Parse(string version)
    {
        var match = ReleaseNumber().Match(version);
        return match.Success ? new Version(int.Parse(match.Groups[1].Value), int.Parse(match.Groups[2].Value)) : null;
    }

    private static string Locate(string program, string? searchPath) =>
        ExecutableSearch.Find(program, searchPath) ?? throw new FfmpegException($"{program} was not found in PATH. {Remedy}");

    private static async Task<string> VersionOfAsync(string ffmpeg, CancellationToken cancellationToken)
    {
        var link = new FileInfo(ffmpeg);
        var file = (FileInfo?)link.ResolveLinkTarget(returnFinalTarget: true) ?? link;
        var key = (file.FullName, file.LastWriteTimeUtc, file.Length);
        if (!Versions.TryGetValue(key, out var version)) Versions[key] = version = await ReadVersionAsync(ffmpeg, cancellationToken).ConfigureAwait(false);
        return version;
    }

    private static async Task<string> ReadVersionAsync(string ffmpeg, CancellationToken cancellationToken)
    {
        await using var process = FfmpegProcess.Start(ffmpeg, ["-nostdin", "-version"]);
        using var reader = new StreamReader(process.Output);
        var text = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        var match = VersionLine().Match(text);
        if (!match.Success)
            throw new FfmpegException($"{ffmpeg} does not say which version it is ({process.Messages}). {Remedy}");
        return match.Groups[1].Value;
    }

    [GeneratedRegex(@"^ffmpeg version (\S+)")]
    private static partial Regex VersionLine();

    // "5.1.9-0+deb12u1", "n6.0", "7.1"; but not "2024-05-02-git-..." and "N-115000-g...".
    [GeneratedRegex(@"^n?(\d{1,2})\.(\d{1,3})")]
    private static partial Regex ReleaseNumber();
}
