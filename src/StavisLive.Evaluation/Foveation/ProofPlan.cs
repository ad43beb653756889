using StavisLive.Core.Configuration.Outputs;
using StavisLive.Media.Encoding.Regions;

namespace StavisLive.Evaluation.Foveation;

/// <summary>What is compared.</summary>
public sealed record ProofPlan
{
    // A live map is computed of pictures that are gone when it is there: 0.2 s is what the default network takes on two cores.
    private const double LiveDelay = 0.2;

    /// <summary>The codecs.</summary>
    public required IReadOnlyList<FoveationCodec> Codecs { get; init; }

    /// <summary>How maps become regions.</summary>
    public FoveationOptions Foveation { get; init; } = new();

    /// <summary>Whether encoders and maps are those of live video: fast, without looking ahead, maps 0.2 s old.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether mean bitrates in two passes are compared as well, where a codec has them.</summary>
    public bool WithTwoPasses { get; init; }

    /// <summary>Whether the network's map is the only arm.</summary>
    public bool SaliencyOnly { get; init; }

    /// <summary>The four qualities of a codec.</summary>
    internal static IReadOnlyList<double> QualitiesOf(FoveationCodec codec) => codec switch
    {
        FoveationCodec.H264 => [21, 26, 31, 36],
        FoveationCodec.Hevc => [22, 27, 32, 37],
        _ => [20, 32, 44, 56],
    };

    /// <summary>Pictures by which maps are late.</summary>
    internal int DelayAt(double frameRate) => IsLive ? (int)Math.Round(LiveDelay * frameRate) : 0;
}
