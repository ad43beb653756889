using static TorchSharp.torch;

namespace StavisLive.Training.Optimizers;

/// <summary>How a parameter moves along its gradient, and what is remembered of the gradients before. Owns what it remembers.</summary>
internal interface IStepRule : IDisposable
{
    /// <summary>Moves a parameter in place.</summary>
    /// <param name="index">Its number among the parameters that learn.</param>
    /// <param name="parameter">Borrowed.</param>
    /// <param name="gradient">Of the loss by the parameter; borrowed, and left as it is.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="decay">Decay of weights.</param>
    void Apply(int index, Tensor parameter, Tensor gradient, double rate, double decay);

    /// <summary>Writes what it remembers.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads it back; the parameters are the same, in the same order.</summary>
    void Load(BinaryReader reader);
}
