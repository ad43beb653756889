using System.CommandLine;
using StavisLive.Core.Configuration;

namespace StavisLive.Cli.Commands;

/// <summary>Which network a command runs, and on what.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _weights = new("--weights") { HelpName = "FILE", Description = "Weights (.safetensors or .pth)" };
    private readonly Option<bool> _visualOnly = new("--visual-only") { Description = "Ignore sound: visual stage only" };
    private readonly Option<string?> _device = new("--device") { HelpName = "DEVICE", Description = "auto, cpu, cuda or cuda:N" };
    private readonly Option<string?> _precision = new("--precision") { HelpName = "PRECISION", Description = "auto, fp32, bf16 or fp16" };

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _weights, _visualOnly, _device, _precision }) command.Add(option);
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="ConfigException">It cannot be meant.</exception>
    public ModelConfig ToConfig(ParseResult parsed)
    {
        var defaults = new ModelConfig();
        var config = new ModelConfig
        {
            Weights = parsed.GetValue(_weights) ?? defaults.Weights,
            VisualOnly = parsed.GetValue(_visualOnly),
            Device = parsed.GetValue(_device) ?? defaults.Device,
            Precision = parsed.GetValue(_precision) ?? defaults.Precision,
        };
        ConfigValidation.Check(config);
        return config;
    }
}
