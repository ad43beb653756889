using System.Buffers;
using StavisLive.Core.Windowing;
using StavisLive.Scenes.Objects;

namespace StavisLive.Scenes.Composed;

/// <summary>Paints a scene's window. Thread-safe.</summary>
public static class SceneFilm
{
    [ThreadStatic]
    private static FramePreprocessor? _preprocessor;

    /// <summary>Frames of the window, RGB bytes <c>[frames,112,112,3]</c>: all sixteen, or the middle one.</summary>
    public static byte[] Paint(SceneScript script, int frames)
    {
        var pictures = new byte[frames * NetworkWindow.BytesPerFrame];
        var length = SceneScript.Width * script.Height * 3;
        var canvas = ArrayPool<byte>.Shared.Rent(length);
        var painters = script.Actors.Select(actor => new BallPainter(actor.Style)).ToList();
        for (var frame = 0; frame < frames; frame++)
        {
            var offset = frames == 1 ? 0 : (frame - SceneScript.MiddleFrame) / script.Fps;
            PaintBackground(script, offset, canvas.AsSpan(0, length));
            for (var actor = 0; actor < painters.Count; actor++)
                painters[actor].Paint(canvas.AsSpan(0, length), SceneScript.Width, script.Height, Place(script, actor, offset), script.Middle + offset);
            (_preprocessor ??= new FramePreprocessor()).Process(
                canvas.AsSpan(0, length), SceneScript.Width, script.Height, pictures.AsSpan(frame * NetworkWindow.BytesPerFrame, NetworkWindow.BytesPerFrame));
        }
        ArrayPool<byte>.Shared.Return(canvas);
        return pictures;
    }

    /// <summary>Where an object is, in pixels of the painted frames, <paramref name="offset"/> seconds after the middle frame.</summary>
    public static SceneObject Place(SceneScript script, int actor, double offset)
    {
        var (x, y) = script.Actors[actor].Path.At(offset);
        var pulse = script.PulseOf(actor, script.Middle + offset);
        var radius = script.Actors[actor].Radius * Math.Min(SceneScript.Width, script.Height) * (1 + (SceneObject.Swelling * pulse));
        return new SceneObject(x * SceneScript.Width, y * script.Height, radius, pulse, Sounds: false);
    }

    private static void PaintBackground(SceneScript script, double offset, Span<byte> canvas)
    {
        var view = script.View with
        {
            Left = Math.Clamp((int)Math.Round(script.View.Left + (script.Pan.X * offset)), 0, script.Background.Width - script.View.Width),
            Top = Math.Clamp((int)Math.Round(script.View.Top + (script.Pan.Y * offset)), 0, script.Background.Height - script.View.Height),
        };
        // Nearest pixels: the painted frame is squeezed with a filter afterwards.
        for (var y = 0; y < script.Height; y++)
        {
            var row = script.Background.Pixels.AsSpan((view.Top + (y * view.Height / script.Height)) * script.Background.Width * 3);
            var target = canvas.Slice(y * SceneScript.Width * 3, SceneScript.Width * 3);
            for (var x = 0; x < SceneScript.Width; x++)
            {
                var column = view.Left + (x * view.Width / SceneScript.Width);
                if (view.Mirrored) column = view.Left + view.Width - 1 - (x * view.Width / SceneScript.Width);
                row.Slice(column * 3, 3).CopyTo(target.Slice(x * 3, 3));
            }
        }
    }
}
