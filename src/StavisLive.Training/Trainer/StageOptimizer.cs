using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Training.Configuration;
using StavisLive.Training.Optimizers;
using static TorchSharp.torch;

namespace StavisLive.Training.Trainer;

/// <summary>The optimiser of a stage: parameters by part and kind, each kind with its rate. Owns what is remembered of the gradients.</summary>
/// <remarks>
/// Not TorchSharp's optimisers: their steps make numbers that nothing keeps alive (see <see cref="TensorArithmetic"/>), inside the library, where
/// no test of ours forbids it.
/// </remarks>
internal sealed class StageOptimizer : IDisposable
{
    private readonly OptimizerConfig _config;
    private readonly IReadOnlyList<Learner> _learners;
    private readonly IStepRule _rule;

    /// <summary>Prepares a network's parameters; those of parts at rate 0 stop learning.</summary>
    public StageOptimizer(StavisNetwork network, StageConfig stage)
    {
        _config = stage.Optimizer;
        var groups = NetworkParts.Groups(network);
        foreach (var (part, _, parameters) in groups)
            foreach (var parameter in parameters) parameter.requires_grad_(stage.Rates.Of(part) > 0);

        _learners =
        [
            .. from @group in groups
               let rate = @group.IsBias ? stage.Rates.OfBiases(@group.Part) : stage.Rates.Of(@group.Part)
               let decay = @group.IsBias && _config.Kind == OptimizerKind.AdamW ? 0 : _config.WeightDecay
               where stage.Rates.Of(@group.Part) > 0
               from parameter in @group.Parameters
               select new Learner(parameter, rate, decay),
        ];
        var learning = _learners.Select(learner => learner.Parameter);
        _rule = _config.Kind == OptimizerKind.AdamW ? new AdamWRule(learning) : new SgdRule(learning, _config.Momentum, _config.Dampening);
    }

    /// <summary>Norm of the gradients, all together as one vector.</summary>
    public double GradientNorm()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Math.Sqrt(Gradients().Sum(gradient => (double)gradient.Squared().sum().item<float>()));
    }

    /// <summary>One step along the gradients, with all rates multiplied by <paramref name="factor"/>.</summary>
    /// <param name="factor">Of the schedule.</param>
    /// <param name="norm">That of the gradients, which are shortened if it is too large.</param>
    public void Step(double factor, double norm)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (_config.LargestGradient > 0 && norm > _config.LargestGradient)
        {
            foreach (var gradient in Gradients()) gradient.Scale(_config.LargestGradient / norm);
        }
        for (var index = 0; index < _learners.Count; index++)
        {
            var (parameter, rate, decay) = _learners[index];
            // None reached what the loss didn't ask: a head that a stage leaves out.
            if (parameter.grad is { } gradient) _rule.Apply(index, parameter, gradient, rate * factor, decay);
        }
    }

    /// <summary>Forgets the gradients.</summary>
    public void Clear()
    {
        using var scope = NewDisposeScope();
        foreach (var learner in _learners) learner.Parameter.grad?.zero_();
    }

    /// <summary>Writes momenta and the like, to the disk itself.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        using var writer = new BinaryWriter(file);
        _rule.Save(writer);
        writer.Flush();
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads them back.</summary>
    public void Load(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        _rule.Load(reader);
    }

    /// <inheritdoc />
    public void Dispose() => _rule.Dispose();

    private IEnumerable<Tensor> Gradients() => _learners.Select(learner => learner.Parameter.grad).OfType<Tensor>();

    private readonly record struct Learner(TorchSharp.Modules.Parameter Parameter, double Rate, double Decay);
}
