namespace StavisLive.Evaluation.Foveation;

/// <summary>A place that somebody looked at, and when.</summary>
/// <param name="Observer">Who.</param>
/// <param name="X">From the left edge, 0 to 1.</param>
/// <param name="Y">From the upper edge, 0 to 1.</param>
/// <param name="Begin">From when on, in seconds from the first picture.</param>
/// <param name="End">Until when.</param>
internal readonly record struct GazeRow(string Observer, double X, double Y, double Begin, double End);
