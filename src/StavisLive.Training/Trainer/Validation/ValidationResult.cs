using System.Globalization;

namespace StavisLive.Training.Trainer.Validation;

/// <summary>Scores on the validation pictures.</summary>
/// <param name="Groups">One entry per set among them.</param>
public sealed record ValidationResult(IReadOnlyList<GroupScore> Groups)
{
    /// <summary>What chooses the best weights: the sets' mean correlation.</summary>
    public double Score => Groups.Average(group => group.Correlation);

    /// <summary>The scores of one set; null: it was not among them.</summary>
    internal GroupScore? Of(string group) => Groups.FirstOrDefault(score => score.Group == group);

    /// <summary>Whether another's score says more or less than this: means of other sets, as where the validation data has changed, are on another scale.</summary>
    internal bool IsComparableTo(ValidationResult other) =>
        Groups.Select(group => group.Group).ToHashSet().SetEquals(other.Groups.Select(group => group.Group));

    /// <summary>For people: <c>osie CC 0.712 NSS 2.41, scene CC ...</c></summary>
    public override string ToString() =>
        string.Join(", ", Groups.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Group} CC {group.Correlation:0.0000} NSS {group.Scanpath:0.000}")));
}

/// <summary>Mean scores of a group of pictures.</summary>
/// <param name="Group">The set they come from.</param>
/// <param name="Correlation">Pearson's correlation with the density.</param>
/// <param name="Scanpath">Normalised scanpath saliency.</param>
public sealed record GroupScore(string Group, double Correlation, double Scanpath);
