using System.Text.Json;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Network;
using StavisLive.Training.Trainer.Weights;

namespace StavisLive.Training.Trainer;

/// <summary>Everything that a training needs to go on as if nothing had happened, on disk.</summary>
/// <remarks>A checkpoint is a folder that gets its name only when it is whole; the one before it goes only then.</remarks>
internal sealed class CheckpointFolder(string output)
{
    private const string Prefix = "checkpoint-";
    private const string Unfinished = ".part";
    private const string NetworkFile = "network.safetensors";
    private const string AverageFile = "average.safetensors";
    private const string OptimizerFile = "optimizer.bin";
    private const string StateFile = "state.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <summary>The latest whole checkpoint; null: there is none.</summary>
    public string? Latest() => Directory.Exists(output)
        ? Whole().Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    /// <summary>Where the training stands that a checkpoint belongs to.</summary>
    public static TrainingState ReadState(string checkpoint)
    {
        var path = Path.Combine(checkpoint, StateFile);
        return JsonSerializer.Deserialize<TrainingState>(File.ReadAllBytes(path), Json) ?? throw new InvalidDataException($"{path} holds nothing.");
    }

    /// <summary>Writes a checkpoint.</summary>
    public void Save(TrainingState state, StavisNetwork network, WeightAverage average, StageOptimizer optimizer)
    {
        var path = Path.Combine(output, $"{Prefix}{state.Stage:00}-{state.Step:00000000}");
        var unfinished = path + Unfinished;
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        WeightsFile.Save(network, Path.Combine(unfinished, NetworkFile));
        WeightsFile.Save(average.Network, Path.Combine(unfinished, AverageFile));
        optimizer.Save(Path.Combine(unfinished, OptimizerFile));
        WriteState(Path.Combine(unfinished, StateFile), state);

        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        Directory.Move(unfinished, path);
        foreach (var older in Whole().Where(folder => folder != path).ToList()) Directory.Delete(older, recursive: true);
    }

    /// <summary>Reads a checkpoint's weights and momenta.</summary>
    public static void Load(string checkpoint, StavisNetwork network, WeightAverage average, StageOptimizer optimizer)
    {
        PartialWeights.Load(network, Path.Combine(checkpoint, NetworkFile));
        PartialWeights.Load(average.Network, Path.Combine(checkpoint, AverageFile));
        optimizer.Load(Path.Combine(checkpoint, OptimizerFile));
    }

    // On the disk before the folder gets its name: the checkpoint before it is gone then, and the power may fail.
    private static void WriteState(string path, TrainingState state)
    {
        using var file = File.Create(path);
        JsonSerializer.Serialize(file, state, Json);
        file.Flush(flushToDisk: true);
    }

    private IEnumerable<string> Whole() =>
        Directory.EnumerateDirectories(output, Prefix + "*").Where(folder => !folder.EndsWith(Unfinished, StringComparison.Ordinal));
}
