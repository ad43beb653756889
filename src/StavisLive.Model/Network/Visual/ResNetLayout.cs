namespace StavisLive.Model.Network.Visual;

/// <summary>How many blocks of which kind a ResNet of a given depth has (He et al., CVPR 2016; Hara et al., CVPR 2018).</summary>
/// <param name="Blocks">Blocks in layer1, layer2 and layer3; STAViS has no layer4.</param>
/// <param name="Expansion">A block's output channels are its planes times this: 1 for basic blocks, 4 for bottlenecks.</param>
internal sealed record ResNetLayout(IReadOnlyList<int> Blocks, int Expansion)
{
    /// <summary>Planes of the three stages.</summary>
    public static IReadOnlyList<int> Planes { get; } = [64, 128, 256];

    /// <summary>Channels of conv1's output.</summary>
    public const int StemChannels = 64;

    /// <summary>Layout of one of <see cref="NetworkVariant.Depths"/>.</summary>
    public static ResNetLayout Of(int depth) => depth switch
    {
        10 => new([1, 1, 1], 1),
        18 => new([2, 2, 2], 1),
        34 => new([3, 4, 6], 1),
        50 => new([3, 4, 6], Bottleneck.Expansion),
        101 => new([3, 4, 23], Bottleneck.Expansion),
        _ => throw new ArgumentOutOfRangeException(nameof(depth), depth, "No ResNet of this depth."),
    };

    /// <summary>Output channels of stage 1, 2 or 3.</summary>
    public int Channels(int stage) => Planes[stage - 1] * Expansion;
}
