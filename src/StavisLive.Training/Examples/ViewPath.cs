using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples;

/// <summary>How the camera moves over a picture during a clip: it pans, zooms, shakes, or rests.</summary>
/// <param name="Middle">View at the middle frame, which the clip's map belongs to.</param>
/// <param name="PanX">Columns per frame.</param>
/// <param name="PanY">Rows per frame.</param>
/// <param name="Zoom">Growth of the view per frame, as a share.</param>
/// <param name="Shake">Largest displacement by a hand that trembles, in columns.</param>
/// <param name="Seed">Seed of the trembling.</param>
internal readonly record struct ViewPath(PictureView Middle, double PanX, double PanY, double Zoom, double Shake, int Seed)
{
    private const int MiddleFrame = 8; // of sixteen, as the published model predicts it
    private const double Resting = 0.35; // of clips
    private const double FastestPan = 0.012; // of the view's side per frame: a third of it in a second
    private const double FastestZoom = 0.008; // per frame
    private const double LargestShake = 0.01; // of the view's width
    private const int ShakeStream = 4;

    /// <summary>A camera that rests.</summary>
    public static ViewPath Still(PictureView view) => new(view, 0, 0, 0, 0, 0);

    /// <summary>A movement of some kind, or none, around a view of a picture.</summary>
    public static ViewPath Pick(PictureView view, Random random)
    {
        if (random.Chance(Resting)) return Still(view);
        double Signed(double most) => random.Between(-most, most);
        var (panX, panY) = random.Chance(0.6) ? (Signed(FastestPan) * view.Width, Signed(FastestPan) * view.Height) : (0, 0);
        var zoom = random.Chance(0.5) ? Signed(FastestZoom) : 0;
        var shake = random.Chance(0.3) ? random.NextDouble() * LargestShake * view.Width : 0;
        return new ViewPath(view, panX, panY, zoom, shake, random.Next());
    }

    /// <summary>What the camera sees, RGB bytes <c>[frames,112,112,3]</c>.</summary>
    public byte[] Render(DecodedPicture picture, int frames)
    {
        var clip = new byte[frames * Example.PictureBytes];
        var first = clip.AsSpan(0, Example.PictureBytes);
        ViewRenderer.Render(picture, At(picture, 0), first);
        for (var frame = 1; frame < frames; frame++)
        {
            var target = clip.AsSpan(frame * Example.PictureBytes, Example.PictureBytes);
            if (Rests) first.CopyTo(target);
            else ViewRenderer.Render(picture, At(picture, frame), target);
        }
        return clip;
    }

    private bool Rests => this == Still(Middle);

    /// <summary>The view at a frame of the clip; the camera stops at the picture's edge.</summary>
    public PictureView At(DecodedPicture picture, int frame)
    {
        var time = frame - MiddleFrame;
        if (time == 0 || Rests) return Middle;
        var hand = SeededRandom.Create(Seed, ShakeStream, frame);
        var width = (int)Math.Clamp(Math.Round(Middle.Width * (1 + (Zoom * time))), 1, picture.Width);
        var height = (int)Math.Clamp(Math.Round(Middle.Height * (1 + (Zoom * time))), 1, picture.Height);
        var left = Middle.Left + ((Middle.Width - width) / 2.0) + (PanX * time) + hand.Between(-Shake, Shake);
        var top = Middle.Top + ((Middle.Height - height) / 2.0) + (PanY * time) + hand.Between(-Shake, Shake);
        return Middle with
        {
            Left = (int)Math.Clamp(Math.Round(left), 0, picture.Width - width),
            Top = (int)Math.Clamp(Math.Round(top), 0, picture.Height - height),
            Width = width,
            Height = height,
        };
    }
}
