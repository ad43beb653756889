namespace StavisLive.Training.Trainer;

/// <summary>Mean scores of a group of pictures.</summary>
/// <param name="Group">The set they come from.</param>
/// <param name="Correlation">Pearson's correlation with the density.</param>
/// <param name="Scanpath">Normalised scanpath saliency.</param>
public sealed record GroupScore(string Group, double Correlation, double Scanpath);
