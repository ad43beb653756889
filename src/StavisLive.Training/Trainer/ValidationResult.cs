using System.Globalization;

namespace StavisLive.Training.Trainer;

/// <summary>Scores on the validation pictures.</summary>
/// <param name="Groups">One entry per set among them.</param>
public sealed record ValidationResult(IReadOnlyList<GroupScore> Groups)
{
    /// <summary>What chooses the best weights: the sets' mean correlation.</summary>
    public double Score => Groups.Average(group => group.Correlation);

    /// <summary>For people: <c>osie CC 0.712 NSS 2.41, scene CC ...</c></summary>
    public override string ToString() =>
        string.Join(", ", Groups.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Group} CC {group.Correlation:0.0000} NSS {group.Scanpath:0.000}")));
}
