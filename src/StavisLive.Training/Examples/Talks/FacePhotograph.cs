using StavisLive.Media.Faces;

namespace StavisLive.Training.Examples.Talks;

/// <summary>A photograph with people and their faces.</summary>
internal sealed record FacePhotograph(StillPicture Still, IReadOnlyList<FaceBox> Faces);
