using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Inference;

namespace StavisLive.Hosting.Composition;

/// <summary>Makes the predictor that a configuration asks for.</summary>
public static partial class PredictorFactory
{
    /// <summary>Loads the weights asked for, or the default ones; called on the thread that will use the predictor.</summary>
    /// <param name="config">What is asked for.</param>
    /// <param name="log">Where what was found out is told.</param>
    /// <param name="time">Clock that a precision is chosen by.</param>
    /// <param name="cancellationToken">Ends it between its two halves: reading the weights, and making the engine.</param>
    /// <exception cref="CheckpointException">The weights cannot be read or do not fit.</exception>
    public static ISaliencyPredictor Create(ModelConfig config, ILogger log, TimeProvider time, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var network = LoadNetwork(config, log);
        if (cancellationToken.IsCancellationRequested)
        {
            network.Dispose();
            throw new OperationCanceledException(cancellationToken);
        }
        var predictor = new SaliencyPredictor(network, OptionsOf(config), time);
        foreach (var notice in predictor.Notices) LogNotice(log, notice);
        predictor.Noticed += notice => LogLost(log, notice);
        LogReady(log, predictor.Description);
        return predictor;
    }

    /// <summary>Where and how a configuration wants the network computed.</summary>
    public static PredictorOptions OptionsOf(ModelConfig config) =>
        new() { Device = config.Device, Precision = config.Precision, Threads = config.Threads };

    private static SaliencyNetwork LoadNetwork(ModelConfig config, ILogger log)
    {
        var network = SaliencyNetwork.Load(config.Weights ?? DefaultWeights.File, config.VisualOnly);
        LogNotice(log, network.Message);
        return network;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Notice:l}")]
    private static partial void LogNotice(ILogger log, string notice);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notice:l}")]
    private static partial void LogLost(ILogger log, string notice);

    [LoggerMessage(Level = LogLevel.Information, Message = "Network ready: {Description:l}")]
    private static partial void LogReady(ILogger log, string description);
}
