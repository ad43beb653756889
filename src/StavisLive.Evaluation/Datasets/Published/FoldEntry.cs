namespace StavisLive.Evaluation.Datasets.Published;

/// <summary>One line of a fold list: a video.</summary>
/// <param name="Name">Its name, which its folders carry.</param>
/// <param name="Frames">Number of its frames.</param>
/// <param name="FrameRate">Frames per second.</param>
public sealed record FoldEntry(string Name, int Frames, double FrameRate);
