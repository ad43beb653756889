using System.Buffers;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Scenes.Backgrounds;

/// <summary>Squeezes views to the network's input with the filter that inference uses.</summary>
public static class ViewRenderer
{
    [ThreadStatic]
    private static FramePreprocessor? _preprocessor; // keeps filters and a row; not thread-safe

    /// <summary>Renders a view as RGB bytes <c>[112,112,3]</c>.</summary>
    public static void Render(DecodedPicture picture, PictureView view, Span<byte> target)
    {
        var length = view.Width * view.Height * 3;
        var pixels = ArrayPool<byte>.Shared.Rent(length);
        view.Copy(picture, pixels);
        (_preprocessor ??= new FramePreprocessor()).Process(pixels.AsSpan(0, length), view.Width, view.Height, target);
        ArrayPool<byte>.Shared.Return(pixels);
        if (view.Mirrored) Mirror(target);
    }

    private static void Mirror(Span<byte> picture)
    {
        for (var row = 0; row < SaliencyMap.Side; row++)
        {
            var pixels = picture.Slice(row * SaliencyMap.Side * 3, SaliencyMap.Side * 3);
            pixels.Reverse(); // exchanges the colours of each pixel too
            for (var x = 0; x < pixels.Length; x += 3) (pixels[x], pixels[x + 2]) = (pixels[x + 2], pixels[x]);
        }
    }
}
