using OpenCvSharp;

namespace StavisLive.Media.Faces;

/// <summary>Finds faces that look into the camera, with a cascade of OpenCV's (Viola, Jones, CVPR 2001). Not thread-safe; owns the cascade.</summary>
public sealed class FaceFinder : IDisposable
{
    // The cascade's window is 20 pixels; in photographs of data sets (320x240) faces of 12 still have a mouth.
    private const double Enlarged = 2;
    private const int SmallestSide = 24;

    // Strict: a wrong face is worse than a missed one.
    private const double ScaleStep = 1.1;
    private const int Neighbours = 4;

    private readonly CascadeClassifier _cascade;

    /// <param name="cascade">A cascade's file, such as OpenCV's <c>haarcascade_frontalface_alt2.xml</c>.</param>
    /// <exception cref="InvalidDataException">It isn't there, or is no cascade.</exception>
    public FaceFinder(string cascade)
    {
        if (!File.Exists(cascade)) throw new InvalidDataException($"{cascade} does not exist: it should be a cascade that finds faces. Debian and Ubuntu have some in the package opencv-data.");
        _cascade = new CascadeClassifier();
        if (_cascade.Load(cascade) && !_cascade.Empty()) return;
        _cascade.Dispose();
        throw new InvalidDataException($"{cascade} is not a cascade that OpenCV can read.");
    }

    /// <summary>Finds the faces of a picture.</summary>
    /// <param name="pixels">BGR bytes <c>[height,width,3]</c>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public IReadOnlyList<FaceBox> Find(byte[] pixels, int width, int height)
    {
        using var picture = Mat.FromPixelData(height, width, MatType.CV_8UC3, pixels);
        using var grey = new Mat();
        Cv2.CvtColor(picture, grey, ColorConversionCodes.BGR2GRAY);
        Cv2.Resize(grey, grey, default, Enlarged, Enlarged, InterpolationFlags.Linear);
        Cv2.EqualizeHist(grey, grey);
        var found = _cascade.DetectMultiScale(grey, ScaleStep, Neighbours, HaarDetectionTypes.ScaleImage, new Size(SmallestSide, SmallestSide));
        return [.. found.Select(box => new FaceBox(box.X / Enlarged, box.Y / Enlarged, box.Width / Enlarged))];
    }

    /// <inheritdoc />
    public void Dispose() => _cascade.Dispose();
}
