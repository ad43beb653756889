namespace StavisLive.Training.Examples.Talks;

/// <summary>A window in which people talk, or don't.</summary>
/// <param name="Panels">What is shown where.</param>
/// <param name="Faces">All faces in sight.</param>
/// <param name="Talker">Number of the face whose mouth moves; null: none does.</param>
/// <param name="Opening">How far it opens, frame by frame, 0..1.</param>
/// <param name="Audio">The network's sound input; null: silence.</param>
/// <param name="IsHeard">Whether it is the talker who is heard.</param>
/// <param name="Seed">Seed of how heads move.</param>
internal sealed record TalkScript(
    IReadOnlyList<TalkPanel> Panels, IReadOnlyList<TalkFace> Faces, int? Talker, float[] Opening, float[]? Audio, bool IsHeard, int Seed)
{
    /// <summary>Columns of the canvas.</summary>
    public const int Width = 320;

    /// <summary>Rows of the canvas.</summary>
    public const int Height = 240;
}
