using StavisLive.Core.Inference;

namespace StavisLive.Evaluation.Networks;

/// <summary>A network as it is scored.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Inference">The network; borrowed.</param>
public sealed record EvaluatedNetwork(string Name, IInference Inference)
{
    /// <summary>The same network with its sound, where this one is given silence; null where this one hears.</summary>
    public EvaluatedNetwork? Hearing { get; private init; }

    /// <summary>The same network in silence.</summary>
    public EvaluatedNetwork Muted() => new($"{Name} muted", Inference) { Hearing = this };
}
