using System.Globalization;

namespace StavisLive.Media.Ffmpeg;

/// <summary>Decodes what a stranger brings, in a child under limits, into a file that nothing can hide in.</summary>
/// <remarks>
/// Only formats that hold their media themselves are read: a playlist could name other files of this machine. What comes out is raw
/// video in a small size, and 16-bit sound, in a Matroska file. The child has its limit of memory from <c>prlimit</c>, where Linux has that.
/// </remarks>
public static class GuardedDecoder
{
    // Demuxers by ffmpeg's names, of those that read nothing but the file itself.
    private const string Formats =
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,ogg,flv,asf,gif,apng,png_pipe,jpeg_pipe,jpegls_pipe,webp_pipe,bmp_pipe,tiff_pipe";

    // A picture of 8000 x 6000 pixels; decoders ask for some buffers of this size.
    private const int MostPixels = 48_000_000;
    private const int MostBlock = 512 << 20;
    private const int MostSide = 640;

    // Of the whole child, its libraries included; a picture of the most pixels needs half of it.
    private const long MostMemory = 2L << 30;

    private const int MostFile = 512 << 20;

    // A slower clip keeps its own rate.
    private const int MostRate = 30;

    /// <summary>Decodes a file's first seconds.</summary>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="from">The file.</param>
    /// <param name="to">Where to, a <c>.mkv</c> file.</param>
    /// <param name="longest">How much of it, at most.</param>
    /// <param name="patience">How long that may take.</param>
    /// <param name="cancellationToken">Ends the child.</param>
    /// <exception cref="FfmpegException">It holds no picture that can be decoded within the limits; the message says why.</exception>
    public static async Task DecodeAsync(FfmpegTools tools, string from, string to, TimeSpan longest, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        await using var child = Start(tools.Ffmpeg, Arguments(from, to, longest), from);
        try
        {
            if (await child.WaitForExitAsync(limit.Token).ConfigureAwait(false) != 0 || new FileInfo(to) is { Exists: false } or { Length: 0 })
                throw new FfmpegException($"No picture can be read from it: {child.Reason}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FfmpegException($"Reading it takes too long: more than {patience.TotalSeconds:0} seconds.");
        }
    }

    private static FfmpegProcess Start(string ffmpeg, IEnumerable<string> arguments, string from)
    {
        // prlimit(1) replaces itself by the program. Other systems have none: there the limits that ffmpeg keeps itself must do.
        var prlimit = OperatingSystem.IsLinux() ? ExecutableSearch.Find("prlimit", Environment.GetEnvironmentVariable("PATH")) : null;
        return prlimit is null ? FfmpegProcess.StartGuarded(ffmpeg, arguments, from) : FfmpegProcess.StartGuarded(prlimit, [$"--as={MostMemory}", "--", ffmpeg, .. arguments], from);
    }

    private static IEnumerable<string> Arguments(string from, string to, TimeSpan longest) =>
    [
        "-nostdin", "-hide_banner", "-loglevel", "error", "-max_alloc", Text(MostBlock),
        "-protocol_whitelist", "file", "-format_whitelist", Formats, "-max_pixels", Text(MostPixels), "-threads", "1", "-t", Text(longest.TotalSeconds), "-i", from,
        "-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", "-map_metadata", "-1",
        "-t", Text(longest.TotalSeconds), "-frames:v", Text(Math.Ceiling(longest.TotalSeconds * MostRate)), "-fs", Text(MostFile),
        "-vf", $"fps='if(gt(source_fps,0)*lt(source_fps,{MostRate}),source_fps,{MostRate})',scale=w='min({MostSide},iw)':h='min({MostSide},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2,format=yuv420p",
        "-c:v", "ffv1", "-level", "3", "-c:a", "pcm_s16le", "-threads", "1", "-f", "matroska", "-y", to,
    ];

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
