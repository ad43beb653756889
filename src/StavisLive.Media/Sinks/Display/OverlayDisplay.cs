using OpenCvSharp;
using StavisLive.Core.Media;

namespace StavisLive.Media.Sinks.Display;

/// <summary>One display: a desktop window of OpenCV's. Made, used and disposed by one thread.</summary>
internal sealed class OverlayDisplay : IDisposable
{
    private const int Escape = 27;

    // How long the system's events are served before the next frame is looked for: half a frame at 60 fps.
    private const int ServeMilliseconds = 8;

    // Larger pictures are shown smaller at first, so that it fits on common screens.
    private const double LargestWidth = 1280;
    private const double LargestHeight = 720;

    private readonly string _title;
    private readonly Mat _stretched = new();
    private bool _isSized;
    private bool _isGone;

    public OverlayDisplay(string title)
    {
        _title = title;
        Cv2.NamedWindow(title, WindowFlags.Normal | WindowFlags.KeepRatio);
        ScreenLoss.Watch();
    }

    /// <summary>A picture with square pixels, which are all that a display knows.</summary>
    /// <returns>The picture itself, or this display's own, valid until its next call.</returns>
    public Mat Stretch(Mat picture, PixelAspect aspect)
    {
        if (aspect.IsSquare) return picture;
        var (width, height) = aspect.Shown(picture.Width, picture.Height);
        Cv2.Resize(picture, _stretched, new Size(width, height));
        return _stretched;
    }

    /// <summary>Shows a picture; it is copied.</summary>
    public void Show(Mat picture)
    {
        if (!_isSized)
        {
            var scale = Math.Min(1, Math.Min(LargestWidth / picture.Width, LargestHeight / picture.Height));
            Cv2.ResizeWindow(_title, (int)(picture.Width * scale), (int)(picture.Height * scale));
            _isSized = true;
        }
        Cv2.ImShow(_title, picture);
    }

    /// <summary>Serves the system's events for all displays of the process.</summary>
    /// <returns>The key that was pressed in one of them; -1 without one.</returns>
    public static int ServeEvents() => Cv2.WaitKey(ServeMilliseconds);

    /// <summary>False when a key asks for its end, or when somebody has closed it.</summary>
    public bool HandleKey(int key)
    {
        // Visible is always -1 with GTK; the other properties are so only when there is no display any more.
        _isGone = Cv2.GetWindowProperty(_title, WindowPropertyFlags.AutoSize) < 0;
        return !_isGone && key is not ('q' or 'Q' or Escape);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stretched.Dispose();
        if (!_isGone) Cv2.DestroyWindow(_title);
        // It leaves the screen when events are served once more, whoever closed it.
        Cv2.WaitKey(1);
    }
}
