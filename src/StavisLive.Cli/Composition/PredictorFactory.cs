using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Pipeline;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Inference;
using StavisLive.Model.Network;

namespace StavisLive.Cli.Composition;

/// <summary>Makes the predictor that a configuration asks for.</summary>
internal static partial class PredictorFactory
{
    /// <summary>Loads weights, or an untrained network and says so; called on the thread that will use the predictor.</summary>
    /// <exception cref="CheckpointException">The weights cannot be read or do not fit.</exception>
    public static ISaliencyPredictor Create(ModelConfig config, ILogger log, TimeProvider time)
    {
        var options = new PredictorOptions { Device = config.Device, Precision = PrecisionOf(config.Precision), Threads = config.Threads };
        var predictor = new SaliencyPredictor(LoadNetwork(config, log), options, time);
        foreach (var notice in predictor.Notices) LogNotice(log, notice);
        LogReady(log, predictor.Description);
        return predictor;
    }

    private static StavisNetwork LoadNetwork(ModelConfig config, ILogger log)
    {
        if (config.Weights is not { } file)
        {
            LogUntrained(log);
            return new StavisNetwork(NetworkVariant.Published with { Audiovisual = !config.VisualOnly });
        }
        var loaded = WeightsFile.Load(file, config.VisualOnly);
        LogNotice(log, loaded.Message);
        return loaded.Network;
    }

    private static InferencePrecision PrecisionOf(string name) => name switch
    {
        "auto" => InferencePrecision.Auto,
        "fp32" => InferencePrecision.Float32,
        "bf16" => InferencePrecision.BFloat16,
        "fp16" => InferencePrecision.Float16,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown precision."),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Notice:l}")]
    private static partial void LogNotice(ILogger log, string notice);

    [LoggerMessage(Level = LogLevel.Information, Message = "Network ready: {Description:l}")]
    private static partial void LogReady(ILogger log, string description);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No --weights given: the network is untrained, and its maps mean nothing")]
    private static partial void LogUntrained(ILogger log);
}
