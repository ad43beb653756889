using StavisLive.Scenes.Backgrounds;

namespace StavisLive.Training.Examples.Talks;

/// <summary>A part of a photograph in a part of the picture.</summary>
/// <param name="Photograph">The photograph.</param>
/// <param name="View">What is shown of it.</param>
/// <param name="Left">First column on the canvas.</param>
/// <param name="Top">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record TalkPanel(FacePhotograph Photograph, PictureView View, int Left, int Top, int Width, int Height)
{
    /// <summary>The faces in sight as centre and size on the canvas, in pixels.</summary>
    public IReadOnlyList<TalkFace> Faces()
    {
        var faces = new List<TalkFace>();
        foreach (var face in Photograph.Faces)
        {
            var (scaleX, scaleY) = ((double)Width / View.Width, (double)Height / View.Height);
            var x = (face.Left + (face.Side / 2) - View.Left) * scaleX;
            var y = (face.Top + (face.Side / 2) - View.Top) * scaleY;
            if (View.Mirrored) x = Width - x;
            var (halfWidth, halfHeight) = (face.Side * scaleX / 2, face.Side * scaleY / 2);
            if (x < halfWidth || y < halfHeight || x > Width - halfWidth || y > Height - halfHeight) continue;
            faces.Add(new TalkFace(Left + x, Top + y, 2 * halfWidth, 2 * halfHeight));
        }
        return faces;
    }
}
