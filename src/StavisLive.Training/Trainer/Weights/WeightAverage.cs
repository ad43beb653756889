using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Training.Trainer.Weights;

/// <summary>A moving average of a network's weights, which generalises better than the last ones (Polyak, Juditsky, 1992). Owns the average.</summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly double _decay;
    private readonly (Tensor Average, Tensor Live)[] _pairs;

    /// <param name="network">The network in training; borrowed.</param>
    /// <param name="decay">How slowly the average follows; 0: it is the last weights.</param>
    public WeightAverage(StavisNetwork network, double decay)
    {
        _decay = decay;
        Network = StavisNetwork.WithoutValues(network.Variant);
        var live = network.state_dict();
        _pairs = [.. Network.state_dict().Where(entry => entry.Value.dtype == ScalarType.Float32).Select(entry => (entry.Value, live[entry.Key]))];
        Network.eval();
        using var noGradient = no_grad();
        foreach (var (average, value) in _pairs) average.copy_(value);
    }

    /// <summary>The averaged network, in evaluation mode.</summary>
    public StavisNetwork Network { get; }

    /// <summary>Follows the network by one step.</summary>
    /// <param name="step">Steps taken so far; the first ones count more, so that the start is soon forgotten.</param>
    public void Follow(long step)
    {
        var weight = 1 - Math.Min(_decay, (1.0 + step) / (10 + step));
        if (_decay == 0) weight = 1;
        using var noGradient = no_grad();
        // Not the number itself: TorchSharp makes a tensor of it that may be freed during the call.
        using var share = tensor(weight);
        foreach (var (average, value) in _pairs) average.lerp_(value, share).DetachFromDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose() => Network.Dispose();
}
