using System.Text.RegularExpressions;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Configuration.Validation;

/// <summary>Checks what was asked for of foveated video.</summary>
internal static partial class FoveationValidation
{
    // 10 Gbit/s: far beyond what any encoder here can fill.
    private const double HighestBitrate = 10_000_000;

    /// <summary>Everything that is wrong, by key.</summary>
    public static IEnumerable<ConfigProblem> Problems(FoveationConfig config)
    {
        if (config is { IsSent: true, Target: { } target } && !IsMediaServer().IsMatch(target))
        {
            yield return new("outputs.foveate.target", SafeAddress.Of(target),
                $"`outputs.foveate.target` expects an .mp4 or .mkv file, or an address such as rtsp://host:8554/name, rtmp://, srt:// or udp://, not \"{SafeAddress.Of(target)}\".");
        }
        if (!(config.Strength is >= 0 and <= 4))
            yield return ConfigProblem.Of("outputs.foveate.strength", config.Strength, $"`outputs.foveate.strength` must be 0 to 4, not {config.Strength}.");
        if (config.Bitrate is <= 0 or > HighestBitrate or double.NaN)
            yield return ConfigProblem.Of("outputs.foveate.bitrate", config.Bitrate, $"`outputs.foveate.bitrate` must be more than 0 and at most {HighestBitrate:0} kilobits a second, not {config.Bitrate}.");
        // x264 takes whatever is below 1 for lossless, where regions and limits do nothing (x264's encoder.c, validate_parameters).
        var best = config.Codec == FoveationCodec.H264 ? 1 : 0;
        var worst = config.Codec == FoveationCodec.Vp9 ? 63 : 51;
        if (config.Quality is { } quality && !(quality >= best && quality <= worst))
            yield return ConfigProblem.Of("outputs.foveate.quality", config.Quality, $"`outputs.foveate.quality` must be {best} (best) to {worst} (worst) for this codec, not {config.Quality}.");
        if (config is { Bitrate: not null, Quality: not null })
            yield return ConfigProblem.Of("outputs.foveate.quality", config.Quality, "`outputs.foveate.bitrate` and `outputs.foveate.quality` exclude each other: give the one that is to be kept.");
    }

    [GeneratedRegex("^(rtsps?|rtmps?|srt|udp)://[^/].*$", RegexOptions.IgnoreCase)]
    private static partial Regex IsMediaServer();
}
