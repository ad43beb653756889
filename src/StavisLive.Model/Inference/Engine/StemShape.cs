namespace StavisLive.Model.Inference.Engine;

/// <summary>The shape of what conv1 gives for a window: one output per frame, each <c>[56,56,64]</c>.</summary>
internal static class StemShape
{
    /// <summary>Side of an output.</summary>
    public const int Side = 56;

    /// <summary>Channels of an output.</summary>
    public const int Channels = 64;

    /// <summary>Outputs of a window that are kept ready; the last three are still sums.</summary>
    public const int Settled = 13;
}
