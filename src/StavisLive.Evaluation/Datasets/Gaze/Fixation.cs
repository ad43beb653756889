namespace StavisLive.Evaluation.Datasets.Gaze;

/// <summary>One place that an observer looked at.</summary>
/// <param name="Observer">Who looked.</param>
/// <param name="Order">Number of the observer's fixation on this picture, from 0; the first is usually the screen's centre.</param>
/// <param name="X">From the left edge, in widths of the picture: 0 up to, not including, 1.</param>
/// <param name="Y">From the upper edge, in heights.</param>
/// <param name="Milliseconds">How long.</param>
public readonly record struct Fixation(int Observer, int Order, float X, float Y, int Milliseconds);
