using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding.Libav;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Foveated;

/// <summary>Makes encoders of video whose quality differs by region, into files and to media servers.</summary>
/// <param name="tools">The ffmpeg to use.</param>
/// <param name="options">How it is encoded.</param>
/// <param name="time">Clock of the patience with a child that does not end, or takes nothing.</param>
/// <param name="log">Told once by which method, of audio that comes late, and of files that got another name meanwhile.</param>
public sealed partial class FoveatedEncoderFactory(FfmpegTools tools, FoveatedVideoOptions options, TimeProvider time, ILogger log) : IVideoEncoderFactory
{
    private readonly AudioPatience _patience = new(log);
    private bool? _usesRegions;

    /// <summary>What finds libavcodec.</summary>
    internal Func<LibavLibrary> Library { get; init; } = LibavLibrary.Get;

    private FoveatedCodec Codec { get; } = FoveatedCodec.Of(options.Codec);

    /// <summary>What is wrong with a target for a codec, as a sentence; null when nothing is.</summary>
    /// <param name="target">A file, or an address.</param>
    /// <param name="codec">The codec.</param>
    public static string? CheckTarget(string target, FoveationCodec codec)
    {
        if (!target.Contains("://", StringComparison.Ordinal))
            return VideoContainer.Of(target) is not null ? null : $"{target}: foveated video is an .mp4 or an .mkv file, or an address; let its name end in one of them.";
        // What is no address of a media server at all is a problem of its own.
        return StreamProtocol.Find(target) is not { } protocol || protocol.Takes(codec) ? FfmpegStreamEncoderFactory.CheckTarget(target)
            : $"`outputs.foveate.codec`: {protocol.Scheme}:// carries no {FoveatedCodec.Of(codec).Name}; choose h264, or another target.";
    }

    /// <summary>Whether a target is an address rather than a file.</summary>
    internal static bool IsSent(string target) => StreamProtocol.Find(target) is { IsCamera: false };

    /// <summary>How many differences of the quantizer the encoder can tell apart, none among them; null: all.</summary>
    public int? MostLevels => Codec.MostLevels;

    /// <summary>Finds out by which method, by encoding some pictures, and tells.</summary>
    /// <param name="isLive">Whether live video is to be encoded.</param>
    /// <exception cref="SinkException">The method that was asked for cannot be had.</exception>
    public void Prepare(bool isLive) => _usesRegions ??= DecideOnRegions(isLive);

    /// <inheritdoc />
    /// <remarks>What is wrong with an address shows with the first picture.</remarks>
    public IVideoEncoder Open(string path, EncodedVideoFormat format)
    {
        var coding = CodingFor(path, format);
        try
        {
            var target = IsSent(path) ? (VideoTarget)new StreamTarget(path) : FileTarget.At(path, log);
            return new FfmpegProcessEncoder(tools, target, coding, format, _patience, time);
        }
        catch
        {
            coding.Dispose();
            throw;
        }
    }

    private IPictureCoding CodingFor(string path, EncodedVideoFormat format)
    {
        Prepare(format.IsLive);
        var isSent = IsSent(path);
        // Of live pictures nobody knows how many come in a second.
        var keyDistance = format.IsLive ? FoveatedCodec.KeyDistance(isSent) : (MediaTime?)null;
        if (_usesRegions == false)
        {
            return new PrefilteredPictures(format, Codec.Encoder, [.. Codec.ChildOptions(format, options.Bitrate, options.Quality, isSent)], keyDistance)
            {
                ContainerArguments = ContainerArguments(path),
            };
        }
        try
        {
            var own = Codec.Options(format, options.Bitrate, options.Quality, isSent);
            var encoder = new LibavEncoder(Library(), Codec.Encoder, [.. own, .. AspectOf(format)], format.Width, format.Height, format.NominalRate, keyDistance);
            return new LibavPictures(encoder, Codec.Encoder, Codec.MatroskaId, format) { ContainerArguments = ContainerArguments(path) };
        }
        catch (LibavException e)
        {
            throw new SinkException($"Foveated video cannot be encoded: {e.Message}.", e);
        }
    }

    // What libavcodec calls so is the shape of the pixels (its options_table.h: sample_aspect_ratio); to the program ffmpeg it is the picture's.
    private static (string Name, string Value)[] AspectOf(EncodedVideoFormat format) => format.PixelAspect.IsSquare ? [] : [("aspect", $"{format.PixelAspect}")];

    // Apple's players want H.265 in an mp4 under this name, and the packaging of VP9 for RTSP was a draft for long.
    private string[] ContainerArguments(string path) =>
        [.. options.Codec == FoveationCodec.Hevc && VideoContainer.Of(path) is { Muxer: "mp4" } ? new[] { "-tag:v", "hvc1" } : [], "-strict", "experimental"];

    private bool DecideOnRegions(bool isLive)
    {
        if (options.Method == FoveationMethod.Prefilter) return false;
        if (RegionTest.Trouble(Library, options.Codec, isLive) is not { } trouble)
        {
            LogRegions(log, Codec.Name, Codec.Encoder, Library().Name);
            return true;
        }
        if (options.Method == FoveationMethod.Roi)
            throw new SinkException($"`outputs.foveate.method=roi` cannot be had: {trouble}. With `outputs.foveate.method=prefilter` the picture is blurred beforehand instead.");
        LogPrefilter(log, trouble);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Foveated video: {Codec:l} by regions of interest ({Encoder:l}, {Library:l})")]
    private static partial void LogRegions(ILogger log, string codec, string encoder, string library);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Foveated video is blurred beforehand where nobody looks (`outputs.foveate.method=prefilter`), which saves far less than regions of interest: {Trouble:l}")]
    private static partial void LogPrefilter(ILogger log, string trouble);
}
