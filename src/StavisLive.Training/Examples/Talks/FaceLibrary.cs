using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Media.Faces;

namespace StavisLive.Training.Examples.Talks;

/// <summary>Finds the photographs that have faces.</summary>
internal static class FaceLibrary
{
    // People look at faces: what the cascade takes for one and hardly anybody looked at is none, or doesn't matter.
    private const double LeastInterest = 2; // times the fixations that chance would put there

    /// <summary>The photographs with faces.</summary>
    /// <param name="pictures">All photographs.</param>
    /// <param name="cascade">Finds faces (<see cref="FaceFinder"/>).</param>
    /// <param name="table">A table of the faces, which is written where it isn't there: looking for them takes minutes.</param>
    /// <exception cref="InvalidDataException">The cascade or the table cannot be read, or there are no faces.</exception>
    public static IReadOnlyList<FacePhotograph> Find(IReadOnlyList<StillPicture> pictures, string cascade, string table)
    {
        if (!File.Exists(table)) FaceTable.Write(table, Search(pictures, cascade));
        var faces = FaceTable.Read(table);
        var photographs = pictures.Where(still => faces.Contains(still.Name)).Select(still => new FacePhotograph(still, [.. faces[still.Name]])).ToList();
        return photographs.Count > 0 ? photographs : throw new InvalidDataException($"None of {pictures.Count} photographs shows a face ({table}): a stage with talks needs some.");
    }

    private static IEnumerable<(string Name, FaceBox Face)> Search(IReadOnlyList<StillPicture> pictures, string cascade)
    {
        using var finder = new FaceFinder(cascade);
        foreach (var still in pictures)
        {
            foreach (var face in finder.Find(still.Picture.Pixels, still.Picture.Width, still.Picture.Height).Where(face => IsLookedAt(face, still)))
                yield return (still.Name, face);
        }
    }

    private static bool IsLookedAt(FaceBox face, StillPicture still)
    {
        var (width, height) = (still.Picture.Width, still.Picture.Height);
        bool Hits(Fixation look) => look.X * width is var x && look.Y * height is var y
            && x >= face.Left && x < face.Left + face.Side && y >= face.Top && y < face.Top + face.Side;
        return still.Fixations.Count(Hits) > LeastInterest * still.Fixations.Count * face.Side * face.Side / (width * height);
    }
}
