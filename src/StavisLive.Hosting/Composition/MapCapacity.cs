using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Model.Inference;
using StavisLive.Model.Inference.Benchmarking;

namespace StavisLive.Hosting.Composition;

/// <summary>How many maps per second this machine makes with a network: measured once, and remembered.</summary>
public static partial class MapCapacity
{
    // Enough for the steady state: two seconds on two cores, less than one on a graphics card.
    private const int Streams = 4;
    private const int Steps = 120;

    /// <summary>Whether a network that is asked for so is computed on CUDA.</summary>
    public static bool IsOnCuda(ModelConfig model) => SaliencyPredictor.IsOnCuda(model.Device);

    /// <summary>The number; the first time it is measured on the calling thread, with a network of its own that is freed again.</summary>
    /// <exception cref="Model.Checkpoints.CheckpointException">The weights cannot be read or do not fit.</exception>
    public static double Find(ModelConfig model, ILogger log)
    {
        var key = KeyOf(model, SaliencyPredictor.ThreadsFor(model.Threads), IsOnCuda(model));
        var file = Path.Combine(PredictorFactory.OptionsOf(model).CacheFolder, "capacity", key);
        if (Recall(file) is { } known) return known;
        LogMeasuring(log);
        var measured = Math.Round(
            EngineBenchmark.MapsPerSecond(
                SaliencyNetwork.Load(model.Weights ?? DefaultWeights.File, model.VisualOnly),
                new BenchmarkOptions { Predictor = PredictorFactory.OptionsOf(model), Streams = Streams, Steps = Steps }),
            1);
        Keep(file, measured, log);
        LogMeasured(log, measured);
        return measured;
    }

    // What the number depends on: another of these is measured anew. CUDA may be asked for and not be there, or no more, and a limit on
    // processor time may leave more threads than before, or fewer.
    internal static string KeyOf(ModelConfig model, int threads, bool isOnCuda)
    {
        var weights = new FileInfo(model.Weights ?? DefaultWeights.File);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Environment.MachineName} {threads} {typeof(SaliencyPredictor).Module.ModuleVersionId} {weights.FullName} {(weights.Exists ? weights.Length : 0)}
            {model.VisualOnly} {(isOnCuda ? model.Device : ComputeDevice.Cpu)} {model.Precision}
            """);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    private static double? Recall(string file)
    {
        try
        {
            return double.TryParse(File.ReadAllText(file), NumberStyles.Float, CultureInfo.InvariantCulture, out var known) && known is > 0 and < double.PositiveInfinity ? known : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there yet, or of no use: it is measured.
            return null;
        }
    }

    private static void Keep(string file, double measured, ILogger log)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            // In one step, so that programs starting together don't read half of it.
            var beside = $"{file}.{Environment.ProcessId}";
            File.WriteAllText(beside, measured.ToString(CultureInfo.InvariantCulture));
            File.Move(beside, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(log, Path.GetDirectoryName(file)!, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Measuring how many maps per second this machine gives")]
    private static partial void LogMeasuring(ILogger log);

    [LoggerMessage(Level = LogLevel.Information, Message = "This machine gives {Capacity} maps per second")]
    private static partial void LogMeasured(ILogger log, double capacity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was measured cannot be kept in {Folder}, and will be measured again: {Reason:l}")]
    private static partial void LogNotKept(ILogger log, string folder, string reason);
}
