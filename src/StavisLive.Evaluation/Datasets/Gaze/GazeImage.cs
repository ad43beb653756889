namespace StavisLive.Evaluation.Datasets.Gaze;

/// <summary>A picture of a gaze folder and where people looked.</summary>
/// <param name="Name">Its name in the tables: the file's without extension.</param>
/// <param name="Path">Its file.</param>
/// <param name="Split">Which part of the set it belongs to, such as <c>train</c>; empty where the folder doesn't divide its pictures.</param>
/// <param name="Fixations">All fixations within the picture, of all observers.</param>
public sealed record GazeImage(string Name, string Path, string Split, IReadOnlyList<Fixation> Fixations)
{
    /// <summary>The set in the folder: what stands before the name's first hyphen (<c>osie</c> of <c>osie-1001</c>), or empty.</summary>
    public string Group => Name.Contains('-') ? Name.Split('-')[0] : "";
}
