using StavisLive.Evaluation.Metrics;
using StavisLive.Model.Network;
using StavisLive.Training.Examples;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Training.Trainer.Validation;

/// <summary>Scores a network on clips that it doesn't learn from.</summary>
internal sealed class Validator(IValidationClips clips)
{
    private const int Batch = 12;

    /// <summary>Scores a network in evaluation mode.</summary>
    /// <param name="network">The network; borrowed.</param>
    /// <param name="frames">Frames of a clip.</param>
    /// <exception cref="InvalidDataException">No clip can be read.</exception>
    public ValidationResult Score(StavisNetwork network, int frames)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var scores = new List<(string Group, double Correlation, double Scanpath)>();
        foreach (var batch in Enumerable.Range(0, clips.Count).Select(number => clips.Load(number, frames)).OfType<ValidationClip>().Chunk(Batch))
        {
            using var inner = NewDisposeScope();
            var examples = new ExampleBatch([.. batch.Select(clip => new Example(clip.Pictures, clip.Sound, [], []))]);
            var maps = network.Supervised(examples.Frames(), network.Variant.Audiovisual ? examples.Audio() : null).Fused.sigmoid();
            for (var i = 0; i < batch.Length; i++) scores.Add(ScoreOf(batch[i], maps.narrow(0, i, 1)));
        }
        if (scores.Count == 0) throw new InvalidDataException("Nothing to validate on could be read.");
        return new ValidationResult([.. scores
            .GroupBy(score => score.Group)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new GroupScore(group.Key, group.Average(score => score.Correlation), group.Average(score => score.Scanpath)))]);
    }

    private static (string Group, double Correlation, double Scanpath) ScoreOf(ValidationClip clip, Tensor map)
    {
        var enlarged = functional.interpolate(map, [ValidationClip.Rows, clip.Columns], mode: InterpolationMode.Bilinear, align_corners: false);
        var values = enlarged.data<float>().ToArray();
        return (clip.Group, QuickScores.Correlation(values, clip.Density), QuickScores.Scanpath(values, clip.Counts));
    }
}
