namespace StavisLive.Training.Configuration;

/// <summary>Methods of optimisation.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay (Loshchilov, Hutter, ICLR 2019).</summary>
    AdamW,
}
