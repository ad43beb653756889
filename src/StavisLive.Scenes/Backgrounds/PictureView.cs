using StavisLive.Scenes.Randomness;

namespace StavisLive.Scenes.Backgrounds;

/// <summary>The part of a picture that is shown, in pixels of the picture.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Mirrored">Whether left and right are exchanged.</param>
public readonly record struct PictureView(int Left, int Top, int Width, int Height, bool Mirrored)
{
    /// <summary>All of a picture.</summary>
    public static PictureView Whole(DecodedPicture picture) => new(0, 0, picture.Width, picture.Height, false);

    /// <summary>A view as <see cref="Augmentation"/> allows it.</summary>
    public static PictureView Pick(DecodedPicture picture, Augmentation augmentation, Random random)
    {
        var mirrored = random.Chance(augmentation.Flip);
        if (random.Chance(augmentation.WholeView)) return Whole(picture) with { Mirrored = mirrored };
        var share = random.Between(augmentation.SmallestView, 1);
        var stretch = Math.Sqrt(Math.Pow(1 + augmentation.Stretch, random.Between(-1, 1)));
        var width = (int)Math.Clamp(Math.Round(picture.Width * share * stretch), 1, picture.Width);
        var height = (int)Math.Clamp(Math.Round(picture.Height * share / stretch), 1, picture.Height);
        return new PictureView(random.Next(picture.Width - width + 1), random.Next(picture.Height - height + 1), width, height, mirrored);
    }

    /// <summary>Copies the view out of the picture, <c>[Height,Width,3]</c>.</summary>
    internal void Copy(DecodedPicture picture, Span<byte> target)
    {
        for (var row = 0; row < Height; row++)
            picture.Pixels.AsSpan((((Top + row) * picture.Width) + Left) * 3, Width * 3).CopyTo(target[(row * Width * 3)..]);
    }
}
