using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Model.Inference;
using StavisLive.Model.Inference.Benchmarking;

namespace StavisLive.Hosting.Composition;

/// <summary>How many maps per second this machine makes with a network: measured once, and remembered.</summary>
public static partial class MapCapacity
{
    /// <summary>Whether a network that is asked for so is to be computed on CUDA; it may prove not to work there.</summary>
    public static bool IsOnCuda(ModelConfig model) => SaliencyPredictor.IsOnCuda(model.Device);

    /// <summary>The number; the first time it is measured on the calling thread, with a network of its own that is freed again.</summary>
    /// <exception cref="Model.Checkpoints.CheckpointException">The weights cannot be read or do not fit.</exception>
    public static double Find(ModelConfig model, ILogger log) => Find(
        model,
        IsOnCuda(model) ? GraphicsCards.Describe() : null,
        PredictorFactory.OptionsOf(model).CacheFolder,
        () => EngineBenchmark.MeasureCapacity(SaliencyNetwork.Load(model.Weights ?? DefaultWeights.File, model.VisualOnly), PredictorFactory.OptionsOf(model)),
        log);

    /// <summary>The same with another way of measuring.</summary>
    /// <param name="model">The network.</param>
    /// <param name="cards">The graphics cards, one of which is to compute it; null: the processor is.</param>
    /// <param name="cache">Where numbers are remembered.</param>
    /// <param name="measure">Measures.</param>
    /// <param name="log">Told.</param>
    internal static double Find(ModelConfig model, string? cards, string cache, Func<Throughput> measure, ILogger log)
    {
        var file = Path.Combine(cache, "capacity", KeyOf(model, SaliencyPredictor.ThreadsFor(model.Threads), cards));
        if (Recall(file) is { } known) return known;
        LogMeasuring(log);
        var found = measure();
        var measured = Math.Round(found.MapsPerSecond, 1);
        // A card that is full now isn't always: what the processor made in its place isn't the card's number, and perhaps not all its own.
        if (found.UsesCuda == cards is not null) Keep(file, measured, log);
        LogMeasured(log, measured, found.Device);
        return measured;
    }

    // What the number depends on: another of these is measured anew. CUDA may be asked for and not be there, or no more, on another card than
    // before, or on a part of one; and a limit on processor time may leave more threads than before, or fewer.
    internal static string KeyOf(ModelConfig model, int threads, string? cards)
    {
        var weights = new FileInfo(model.Weights ?? DefaultWeights.File);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Environment.MachineName} {threads} {typeof(SaliencyPredictor).Module.ModuleVersionId} {weights.FullName} {(weights.Exists ? weights.Length : 0)}
            {model.VisualOnly} {(cards is null ? ComputeDevice.Cpu : $"{model.Device} {cards}")} {model.Precision}
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

    [LoggerMessage(Level = LogLevel.Information, Message = "This machine gives {Capacity} maps per second on {Device:l}")]
    private static partial void LogMeasured(ILogger log, double capacity, string device);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was measured cannot be kept in {Folder}, and will be measured again: {Reason:l}")]
    private static partial void LogNotKept(ILogger log, string folder, string reason);
}
