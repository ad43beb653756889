using System.CommandLine;
using StavisLive.Core.Configuration.Outputs;
using static StavisLive.Cli.CommandLine.OptionKinds;

namespace StavisLive.Cli.CommandLine;

/// <summary>Options of video whose quality follows attention. Each overrides the configuration's key of the same meaning.</summary>
internal sealed class FoveateOptions
{
    private readonly KeyOption<string?> _target = Text("--foveate", "outputs.foveate.target", "FILE|URL", "Encode the picture so that the bits go where people look (.mp4, .mkv, rtsp, rtmp, srt, udp)");
    private readonly WordOption<FoveationCodec> _codec = Word<FoveationCodec>("--foveate-codec", "outputs.foveate.codec", "CODEC", "h264, hevc or vp9");
    private readonly KeyOption<double?> _strength = Number("--foveate-strength", "outputs.foveate.strength", "0..4", "How much its quality follows attention");
    private readonly KeyOption<double?> _bitrate = Number("--foveate-bitrate", "outputs.foveate.bitrate", "KBIT/S", "Its bits per second");
    private readonly KeyOption<double?> _quality = Number("--foveate-quality", "outputs.foveate.quality", "N", "Its quality instead (CRF): 0 (h264: 1) is best, 51 (vp9: 63) worst");
    private readonly WordOption<FoveationMethod> _method = Word<FoveationMethod>("--foveate-method", "outputs.foveate.method", "METHOD", "roi (libavcodec), prefilter (blur) or auto");

    /// <summary>Every option.</summary>
    public IReadOnlyList<Option> All => [_target, _codec, _strength, _bitrate, _quality, _method];

    /// <summary>A configuration with everything given on the command line laid over it.</summary>
    public FoveationConfig Over(FoveationConfig file, ParseResult parsed)
    {
        var (bitrate, quality) = (parsed.GetValue(_bitrate), parsed.GetValue(_quality));
        return file with
        {
            Target = parsed.GetValue(_target) ?? file.Target,
            Codec = _codec.ValueIn(parsed) ?? file.Codec,
            Strength = parsed.GetValue(_strength) ?? file.Strength,
            // Either takes the place of a file's other one.
            Bitrate = bitrate ?? (quality is null ? file.Bitrate : null),
            Quality = quality ?? (bitrate is null ? file.Quality : null),
            Method = _method.ValueIn(parsed) ?? file.Method,
        };
    }
}
