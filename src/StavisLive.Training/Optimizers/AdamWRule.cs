using StavisLive.Model.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Training.Optimizers;

/// <summary>AdamW (Loshchilov, Hutter, ICLR 2019) with PyTorch's default settings; the decay is apart from the gradient.</summary>
/// <param name="parameters">The parameters that learn; borrowed.</param>
internal sealed class AdamWRule(IEnumerable<Tensor> parameters) : IStepRule
{
    private const double MeanKept = 0.9;
    private const double SquareKept = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Memory[] _memories = [.. parameters.Select(parameter => new Memory(parameter))];

    /// <inheritdoc />
    public void Apply(int index, Tensor parameter, Tensor gradient, double rate, double decay)
    {
        var memory = _memories[index];
        memory.Steps++;
        parameter.Scale(1 - rate * decay);
        memory.Mean.Scale(MeanKept);
        memory.Mean.Add(gradient, 1 - MeanKept);
        using var squared = gradient.Squared();
        memory.Square.Scale(SquareKept);
        memory.Square.Add(squared, 1 - SquareKept);

        // Both begin at zero, and are too small by as much as that still shows.
        using var divisor = memory.Square.sqrt();
        divisor.Scale(1 / Math.Sqrt(1 - Math.Pow(SquareKept, memory.Steps)));
        divisor.Add(Epsilon);
        using var step = memory.Mean.div(divisor);
        parameter.Add(step, -rate / (1 - Math.Pow(MeanKept, memory.Steps)));
    }

    /// <inheritdoc />
    public void Save(BinaryWriter writer)
    {
        foreach (var memory in _memories)
        {
            writer.Write(memory.Steps);
            memory.Mean.Save(writer);
            memory.Square.Save(writer);
        }
    }

    /// <inheritdoc />
    public void Load(BinaryReader reader)
    {
        foreach (var memory in _memories)
        {
            memory.Steps = reader.ReadInt64();
            memory.Mean.Load(reader);
            memory.Square.Load(reader);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var memory in _memories) memory.Dispose();
    }

    /// <summary>Running means of a parameter's gradients and of their squares.</summary>
    private sealed class Memory(Tensor parameter) : IDisposable
    {
        public long Steps { get; set; }

        public Tensor Mean { get; } = zeros_like(parameter).DetachFromDisposeScope();

        public Tensor Square { get; } = zeros_like(parameter).DetachFromDisposeScope();

        public void Dispose()
        {
            Mean.Dispose();
            Square.Dispose();
        }
    }
}
