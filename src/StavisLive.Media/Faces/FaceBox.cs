namespace StavisLive.Media.Faces;

/// <summary>A face in a picture: a square from the brows to the chin, in pixels.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Side">Columns and rows.</param>
public readonly record struct FaceBox(double Left, double Top, double Side);
