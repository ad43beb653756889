using System.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Core.Inference;
using static StavisLive.Cli.CommandLine.OptionKinds;

namespace StavisLive.Cli.CommandLine;

/// <summary>Options that say which network runs, and on what. Each overrides the configuration's key of the same meaning.</summary>
internal sealed class ModelOptions
{
    private readonly KeyOption<string?> _weights = Text("--weights", "model.weights", "FILE", "Weights (.safetensors or .pth) instead of the default ones");
    private readonly KeyOption<bool?> _visualOnly = Flag("--visual-only", "model.visualOnly", "Ignore sound: visual stage only");
    private readonly WordOption<ComputeDevice> _device = Word<ComputeDevice>("--device", "model.device", "DEVICE", "auto, cpu, cuda or cuda:N");
    private readonly WordOption<InferencePrecision> _precision = Word<InferencePrecision>("--precision", "model.precision", "PRECISION", "auto, fp32, bf16 or fp16");
    private readonly KeyOption<int?> _threads = new("--threads", "model.threads") { HelpName = "N", Description = "Threads of the network on the CPU (default: one per core that may be used)" };

    /// <summary>Every option.</summary>
    public IReadOnlyList<Option> All => [_weights, _visualOnly, _device, _precision, _threads];

    /// <summary>A configuration with everything given on the command line laid over it.</summary>
    public ModelConfig Over(ModelConfig file, ParseResult parsed) => file with
    {
        Weights = parsed.GetValue(_weights) ?? file.Weights,
        VisualOnly = parsed.GetValue(_visualOnly) ?? file.VisualOnly,
        Device = _device.ValueIn(parsed) ?? file.Device,
        Precision = _precision.ValueIn(parsed) ?? file.Precision,
        Threads = parsed.GetValue(_threads) ?? file.Threads,
    };

    /// <summary>What was asked for, where there is no configuration file.</summary>
    /// <exception cref="ConfigException">It cannot be meant.</exception>
    public ModelConfig ToConfig(ParseResult parsed)
    {
        var config = Over(new ModelConfig(), parsed);
        IReadOnlyList<ConfigProblem> problems = [.. Misread(All, parsed), .. ConfigValidation.ModelProblems(config)];
        return problems.Count == 0 ? config : throw new ConfigException(problems);
    }
}
