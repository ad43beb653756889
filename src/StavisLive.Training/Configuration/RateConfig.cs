namespace StavisLive.Training.Configuration;

/// <summary>Learning rates of the network's parts; 0 leaves a part as it is. Without arguments: the published visual stage.</summary>
public sealed record RateConfig
{
    /// <summary>The 3D-ResNet.</summary>
    public double Trunk { get; init; } = 1e-3;

    /// <summary>The DSAMs' 3x3 convolutions.</summary>
    public double Side { get; init; } = 1e-4;

    /// <summary>The 1x1 convolutions that make maps.</summary>
    public double Heads { get; init; } = 1e-5;

    /// <summary>The transposed convolutions.</summary>
    public double Upsampling { get; init; } = 1e-5;

    /// <summary>The sound network.</summary>
    public double Sound { get; init; }

    /// <summary>Audio-source localisation.</summary>
    public double Localization { get; init; }

    /// <summary>Biases of <see cref="Side"/> and <see cref="Heads"/> learn so many times as fast as their weights; others do as weights do.</summary>
    public double BiasFactor { get; init; } = 2;

    /// <summary>The rate of a part's biases and normalisation.</summary>
    internal double OfBiases(NetworkPart part) => Of(part) * (part is NetworkPart.Side or NetworkPart.Heads ? BiasFactor : 1);

    /// <summary>The rate of a part's weights.</summary>
    internal double Of(NetworkPart part) => part switch
    {
        NetworkPart.Trunk => Trunk,
        NetworkPart.Side => Side,
        NetworkPart.Heads => Heads,
        NetworkPart.Upsampling => Upsampling,
        NetworkPart.Sound => Sound,
        _ => Localization,
    };
}
