namespace StavisLive.Training.Examples.Talks;

/// <summary>A face on the canvas, in pixels.</summary>
/// <param name="X">Column of its middle.</param>
/// <param name="Y">Row of its middle.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows from the brows to the chin.</param>
internal readonly record struct TalkFace(double X, double Y, double Width, double Height);
