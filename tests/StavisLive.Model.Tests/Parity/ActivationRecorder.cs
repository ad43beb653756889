using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Parity;

/// <summary>Keeps every module's last output by name. Owns what it keeps.</summary>
internal sealed class ActivationRecorder : IDisposable
{
    private readonly Dictionary<string, Tensor> _outputs = [];

    public ActivationRecorder(nn.Module network)
    {
        foreach (var (name, module) in network.named_modules())
        {
            if (module is nn.Module<Tensor, Tensor> one)
                one.register_forward_hook((_, _, output) => Keep(name, output));
            else if (module is nn.Module<Tensor, Tensor, Tensor> two)
                two.register_forward_hook((_, _, _, output) => Keep(name, output));
        }
    }

    public Tensor this[string name] => _outputs[name];

    public void Dispose()
    {
        foreach (var output in _outputs.Values) output.Dispose();
    }

    private Tensor Keep(string name, Tensor output)
    {
        if (_outputs.Remove(name, out var earlier)) earlier.Dispose();
        _outputs[name] = output.clone().DetachFromDisposeScope();
        return output;
    }
}
