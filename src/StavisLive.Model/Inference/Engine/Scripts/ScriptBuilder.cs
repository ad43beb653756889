using System.Globalization;
using System.Text;
using StavisLive.Model.Inference.Engine.Convolution;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts;

/// <summary>Collects the methods of the engine's program and the tensors that they use, and makes the module.</summary>
/// <param name="dialect">How convolutions are written.</param>
/// <param name="device">Where it will run.</param>
internal sealed class ScriptBuilder(ConvolutionDialect dialect, Device device)
{
    private const string ClassName = "Engine";

    private readonly Dictionary<string, Tensor> _constants = [];
    private readonly List<(ConvolutionLayer Layer, Tensor Weight)> _layers = [];
    private readonly StringBuilder _methods = new();

    /// <summary>How convolutions are written.</summary>
    public ConvolutionDialect Dialect => dialect;

    /// <summary>Convolutions so far.</summary>
    public IEnumerable<ConvolutionLayer> Layers => _layers.Select(entry => entry.Layer);

    /// <summary>A number type as the program writes it.</summary>
    public static string Literal(ScalarType type) => ((int)type).ToString(CultureInfo.InvariantCulture);

    /// <summary>A number as the program writes it, whatever the system's decimal separator.</summary>
    public static string Literal(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Adds a method.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parameters">Its parameters with their types.</param>
    /// <param name="result">Type of its result.</param>
    /// <param name="lines">Its statements.</param>
    public void Method(string name, string parameters, string result, params IEnumerable<string> lines)
    {
        _methods.Append($"  def {name}(self: __torch__.{ClassName}, {parameters}) -> {result}:\n");
        foreach (var line in lines) _methods.Append("    ").Append(line).Append('\n');
    }

    /// <summary>Keeps a tensor for the program.</summary>
    /// <returns>How the program names it.</returns>
    public string Constant(string name, Tensor value)
    {
        _constants.Add(name, value);
        return $"self.{name}";
    }

    /// <summary>Takes a convolution into the program.</summary>
    /// <param name="name">Its name: letters, digits and underscores.</param>
    /// <param name="kernel">Weight, with the batch normalisation folded in, and bias.</param>
    /// <param name="stride">Per dimension.</param>
    /// <param name="padding">Per dimension.</param>
    /// <param name="input">Shape of its input for one window.</param>
    /// <param name="precision">What it computes in.</param>
    /// <param name="groups">Parts of its channels that are convolved by themselves.</param>
    public ConvolutionLayer Convolution(
        string name, (Tensor Weight, Tensor? Bias) kernel, long[] stride, long[] padding, long[] input, ScalarType precision, long groups = 1)
    {
        var layer = new ConvolutionLayer(name, kernel.Weight.shape, kernel.Bias is not null, stride, padding, input, precision, groups);
        _layers.Add((layer, kernel.Weight.to(precision)));
        if (kernel.Bias is { } bias) Constant($"{layer.Name}_bias", bias.to(precision));
        Method($"prepare_{layer.Name}", "weight: Tensor", "Tensor", $"return {dialect.Prepare(layer, "weight")}");
        Method(layer.Name, "x: Tensor", "Tensor", $"return {dialect.Convolve(layer, "x", relu: true)}");
        return layer;
    }

    /// <summary>Loads the program and gives it its tensors, once. The caller owns the module, which holds all it needs.</summary>
    public jit.ScriptModule Build()
    {
        string[] attributes = [.. _constants.Keys, .. Layers.Select(layer => $"{layer.Name}_weight")];
        var code = new StringBuilder($"class {ClassName}(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
        foreach (var name in attributes) code.Append($"  {name} : Tensor\n");
        var module = jit.load(ScriptArchive.Pack(ClassName, code.Append(_methods).ToString(), attributes), device);
        try
        {
            foreach (var (name, value) in _constants) module.set_attribute(name, value.to(device).contiguous());
            foreach (var (layer, weight) in _layers)
            {
                // What a layer doesn't need any more is the next one's memory.
                using var there = weight.to(device);
                weight.Dispose();
                using var prepared = module.invoke<Tensor>($"prepare_{layer.Name}", there);
                module.set_attribute($"{layer.Name}_weight", prepared);
            }
            return module;
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }
}
