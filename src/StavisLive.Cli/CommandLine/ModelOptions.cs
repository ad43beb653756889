using System.CommandLine;
using StavisLive.Cli.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Core.Inference;
using static StavisLive.Cli.CommandLine.OptionKinds;

namespace StavisLive.Cli.Commands;

/// <summary>Which network a command runs, and on what.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _weights = new("--weights") { HelpName = "FILE", Description = "Weights (.safetensors or .pth)" };
    private readonly Option<bool> _visualOnly = new("--visual-only") { Description = "Ignore sound: visual stage only" };
    private readonly WordOption<ComputeDevice> _device = Word<ComputeDevice>("--device", "model.device", "DEVICE", "auto, cpu, cuda or cuda:N");
    private readonly WordOption<InferencePrecision> _precision = Word<InferencePrecision>("--precision", "model.precision", "PRECISION", "auto, fp32, bf16 or fp16");

    private Option[] All => [_weights, _visualOnly, _device, _precision];

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All) command.Add(option);
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
            Device = _device.ValueIn(parsed) ?? defaults.Device,
            Precision = _precision.ValueIn(parsed) ?? defaults.Precision,
        };
        IReadOnlyList<ConfigProblem> problems = [.. Misread(All, parsed), .. ConfigValidation.ModelProblems(config)];
        return problems.Count == 0 ? config : throw new ConfigException(problems);
    }
}
