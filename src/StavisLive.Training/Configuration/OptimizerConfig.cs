namespace StavisLive.Training.Configuration;

/// <summary>How steps are taken. Without arguments: as published.</summary>
public sealed record OptimizerConfig
{
    /// <summary>Which method.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Sgd;

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/>.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Dampening of <see cref="OptimizerKind.Sgd"/>.</summary>
    public double Dampening { get; init; } = 0.9;

    /// <summary>Decay of weights; of biases and normalisation too with <see cref="OptimizerKind.Sgd"/>, as published.</summary>
    public double WeightDecay { get; init; } = 1e-5;

    /// <summary>Largest norm of the gradient; longer ones are shortened. 0: as long as they are.</summary>
    public double LargestGradient { get; init; }
}
