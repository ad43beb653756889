using StavisLive.Core.Windowing;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples.Talks;

/// <summary>Paints people that talk: mouths open, heads move a little, the camera is held in a hand.</summary>
internal static class TalkFilm
{
    private const int HeadStream = 9;

    // How far heads go, of a face's size.
    private const float TalkersNod = 0.05f;
    private const float ListenersNod = 0.015f;

    /// <summary>The window, RGB bytes <c>[frames,112,112,3]</c>: all sixteen frames, or the middle one.</summary>
    /// <param name="script">Who talks.</param>
    /// <param name="path">How the camera moves over the canvas.</param>
    /// <param name="frames">16 or 1.</param>
    public static byte[] Paint(TalkScript script, ViewPath path, int frames)
    {
        var still = new byte[TalkScript.Width * TalkScript.Height * 3];
        foreach (var panel in script.Panels) PaintPanel(panel, still);
        var painters = script.Faces.Select(face => new FacePainter(face, still)).ToList();
        var nods = script.Faces.Select((_, face) => Nod.Pick(face == script.Talker ? TalkersNod : ListenersNod, SeededRandom.Create(script.Seed, HeadStream, face))).ToList();

        var pictures = new byte[frames * Example.PictureBytes];
        var canvas = new DecodedPicture(new byte[still.Length], TalkScript.Width, TalkScript.Height);
        for (var place = 0; place < frames; place++)
        {
            var frame = frames == 1 ? NetworkWindow.Frames / 2 : place;
            still.CopyTo(canvas.Pixels, 0);
            for (var face = 0; face < script.Faces.Count; face++)
                painters[face].Paint(canvas.Pixels, nods[face].At(frame), face == script.Talker ? script.Opening[frame] : 0);
            ViewRenderer.Render(canvas, path.At(canvas, frame), pictures.AsSpan(place * Example.PictureBytes, Example.PictureBytes));
        }
        return pictures;
    }

    // Nearest pixels: the canvas is squeezed with a filter afterwards.
    private static void PaintPanel(TalkPanel panel, byte[] canvas)
    {
        var (picture, view) = (panel.Photograph.Still.Picture, panel.View);
        for (var y = 0; y < panel.Height; y++)
        {
            var row = picture.Pixels.AsSpan((view.Top + (y * view.Height / panel.Height)) * picture.Width * 3, picture.Width * 3);
            for (var x = 0; x < panel.Width; x++)
            {
                var column = view.Mirrored ? panel.Width - 1 - x : x;
                row.Slice((view.Left + (column * view.Width / panel.Width)) * 3, 3).CopyTo(canvas.AsSpan(((((panel.Top + y) * TalkScript.Width) + panel.Left + x) * 3)));
            }
        }
    }
}
