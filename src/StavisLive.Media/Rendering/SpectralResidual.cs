using OpenCvSharp;
using StavisLive.Core.Media;

namespace StavisLive.Media.Rendering;

/// <summary>Saliency by spectral residual: what a picture's spectrum has beyond its own running average.</summary>
/// <remarks>
/// Hou and Zhang, CVPR 2007: at 64 pixels a side, the logarithm of the amplitudes less its 3x3 mean goes back with the old phases, squared
/// and smoothed. Owns its native pictures and reuses them; not thread-safe.
/// </remarks>
public sealed class SpectralResidual : IDisposable
{
    private const int Side = 64;

    // The authors' published listing: a disk's 10x10 Gaussian of 2.5.
    private const double SmoothingSigma = 2.5;

    // Keeps the logarithm of an amplitude that vanishes finite.
    private const double Tiny = 1e-9;

    private readonly Mat _gray = new();
    private readonly Mat _small = new();
    private readonly Mat _spectrum = new();
    private readonly Mat _amplitude = new();
    private readonly Mat _phase = new();
    private readonly Mat _logarithm = new();
    private readonly Mat _average = new();
    private readonly Mat _map = new();

    /// <summary>Computes a picture's map.</summary>
    /// <param name="picture">Borrowed.</param>
    /// <param name="map">Filled: <c>[112, 112]</c>, at least 0, of no particular scale.</param>
    public void Compute(VideoFrame picture, Span<float> map)
    {
        using var pixels = Mat.FromPixelData(picture.Height, picture.Width, MatType.CV_8UC3, picture.Address);
        Cv2.CvtColor(pixels, _gray, ColorConversionCodes.BGR2GRAY);
        Cv2.Resize(_gray, _small, new Size(Side, Side), 0, 0, InterpolationFlags.Area);
        _small.ConvertTo(_small, MatType.CV_32FC1);
        Cv2.Dft(_small, _spectrum, DftFlags.ComplexOutput);

        Residual();
        Cv2.Dft(_spectrum, _spectrum, DftFlags.Inverse | DftFlags.Scale);
        using (var real = _spectrum.ExtractChannel(0))
        using (var imaginary = _spectrum.ExtractChannel(1)) Cv2.Magnitude(real, imaginary, _map);
        Cv2.Multiply(_map, _map, _map);
        Cv2.GaussianBlur(_map, _map, new Size(0, 0), SmoothingSigma);
        Cv2.Resize(_map, _map, new Size(SaliencyMap.Side, SaliencyMap.Side), 0, 0, InterpolationFlags.Linear);
        _map.GetArray(out float[] values);
        values.CopyTo(map);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var picture in new[] { _gray, _small, _spectrum, _amplitude, _phase, _logarithm, _average, _map }) picture.Dispose();
    }

    /// <summary>Puts the residual in the place of the amplitudes.</summary>
    private void Residual()
    {
        using var real = _spectrum.ExtractChannel(0);
        using var imaginary = _spectrum.ExtractChannel(1);
        Cv2.CartToPolar(real, imaginary, _amplitude, _phase);
        Cv2.Add(_amplitude, new Scalar(Tiny), _amplitude);
        Cv2.Log(_amplitude, _logarithm);
        Cv2.Blur(_logarithm, _average, new Size(3, 3));
        Cv2.Subtract(_logarithm, _average, _logarithm);
        Cv2.Exp(_logarithm, _amplitude);
        Cv2.PolarToCart(_amplitude, _phase, real, imaginary);
        Cv2.Merge([real, imaginary], _spectrum);
    }
}
