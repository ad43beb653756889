using StavisLive.Model.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Training.Optimizers;

/// <summary>Stochastic gradient descent with momentum, as PyTorch's: decay is part of the gradient, and the first step isn't dampened.</summary>
/// <param name="parameters">The parameters that learn; borrowed.</param>
/// <param name="momentum">Share of the last step that goes on.</param>
/// <param name="dampening">Share of the gradient that is left out from the second step on.</param>
internal sealed class SgdRule(IEnumerable<Tensor> parameters, double momentum, double dampening) : IStepRule
{
    private readonly Tensor[] _steps = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
    private readonly bool[] _hasStepped = new bool[parameters.Count()];

    /// <inheritdoc />
    public void Apply(int index, Tensor parameter, Tensor gradient, double rate, double decay)
    {
        using var decayed = gradient.clone();
        decayed.Add(parameter, decay);
        var step = _steps[index];
        step.Scale(momentum);
        step.Add(decayed, _hasStepped[index] ? 1 - dampening : 1);
        _hasStepped[index] = true;
        parameter.Add(step, -rate);
    }

    /// <inheritdoc />
    public void Save(BinaryWriter writer)
    {
        for (var index = 0; index < _steps.Length; index++)
        {
            writer.Write(_hasStepped[index]);
            _steps[index].Save(writer);
        }
    }

    /// <inheritdoc />
    public void Load(BinaryReader reader)
    {
        for (var index = 0; index < _steps.Length; index++)
        {
            _hasStepped[index] = reader.ReadBoolean();
            _steps[index].Load(reader);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var step in _steps) step.Dispose();
    }
}
