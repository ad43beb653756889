namespace StavisLive.Training.Configuration;

/// <summary>Files of weights that cover a part of the network; null: start values.</summary>
public sealed record InitConfig
{
    /// <summary>What other settings call <see cref="Visual"/>.</summary>
    internal const string Name = "init";

    /// <summary>Weights for the trunk: a Kinetics 3D-ResNet, a ResNet for pictures, or our own.</summary>
    public string? Visual { get; init; }

    /// <summary>Weights for the sound network: SoundNet or our own.</summary>
    public string? Sound { get; init; }
}
