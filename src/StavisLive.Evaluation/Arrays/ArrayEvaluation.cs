using StavisLive.Core.Configuration;
using StavisLive.Evaluation.Metrics;

namespace StavisLive.Evaluation.Arrays;

/// <summary>Scores maps that lie in .npy files.</summary>
public static class ArrayEvaluation
{
    /// <summary>Scores every map, in order.</summary>
    /// <exception cref="ConfigException">Shapes do not fit together; the message names both.</exception>
    /// <exception cref="InvalidDataException">A value is not finite; the message names file, map and place.</exception>
    public static IReadOnlyList<MapScores> Run(ArrayEvaluationFiles files, MapScorer scorer)
    {
        var predictions = MapStack.Read(files.Predictions, "predictions");
        var density = MapStack.Read(files.Density, "density");
        var fixations = MapStack.Read(files.Fixations, "fixations");
        var other = files.Other is null ? null : MapStack.Read(files.Other, "other", allowSingle: true);
        var baseline = files.Baseline is null ? null : MapStack.Read(files.Baseline, "baseline", allowSingle: true);
        RequireNumber(predictions, density);
        RequireNumber(fixations, density);
        RequireSize(fixations, density);
        if (other is not null)
        {
            RequireNumber(other, density, allowSingle: true);
            RequireSize(other, density);
        }
        if (baseline is not null) RequireNumber(baseline, density, allowSingle: true);

        var predicted = new ResizedMaps(predictions, density.Width, density.Height);
        var gainedOver = baseline is null ? null : new ResizedMaps(baseline, density.Width, density.Height);
        var scores = new MapScores[density.Count];
        for (var number = 0; number < scores.Length; number++)
        {
            try
            {
                var truth = new GroundTruth(density.Width, density.Height, density.Read(number), PixelSet.Of(fixations.Read(number).Span))
                {
                    Others = other is null ? null : PixelSet.Of(other.Read(number).Span),
                    Baseline = gainedOver?.Read(number),
                };
                scores[number] = scorer.Score(predicted.Read(number).Span, truth, number);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"Map {number} of {files.Predictions} cannot be scored: {e.Message}", e);
            }
        }
        return scores;
    }

    private static void RequireNumber(MapStack stack, MapStack density, bool allowSingle = false)
    {
        if (stack.Count == density.Count || (allowSingle && stack.Count == 1)) return;
        throw new ConfigException($"{stack.Description} and {density.Description} hold different numbers of maps.");
    }

    private static void RequireSize(MapStack stack, MapStack density)
    {
        if (stack.Height == density.Height && stack.Width == density.Width) return;
        throw new ConfigException($"{stack.Description} and {density.Description} are of different sizes; fixations lie on the density's pixels.");
    }
}
