namespace StavisLive.Evaluation.Datasets.GazeClips;

/// <summary>A clip and where people looked.</summary>
/// <param name="Name">Its name in the tables: the file's without extension.</param>
/// <param name="Path">Its file.</param>
/// <param name="Split">Which part of the set it belongs to, such as <c>train</c>; empty where the folder doesn't divide its clips.</param>
/// <param name="Fixations">All fixations within the picture, of all observers.</param>
public sealed record GazeClip(string Name, string Path, string Split, IReadOnlyList<ClipFixation> Fixations)
{
    /// <summary>The set within the folder: what stands before the name's first hyphen; empty where there is none.</summary>
    public string Group => Name.Contains('-') ? Name.Split('-')[0] : "";
}
