using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Media.Rendering;

namespace StavisLive.Evaluation.Baselines;

/// <summary>Saliency without learning (<see cref="SpectralResidual"/>).</summary>
public sealed class SpectralResidualBaseline : IBaseline
{
    private readonly SpectralResidual _residual = new();
    private readonly float[] _map = new float[SaliencyMap.Length];

    /// <inheritdoc />
    public string Name => "spectral residual";

    /// <inheritdoc />
    public void Predict(VideoFrame picture, Span<double> map)
    {
        _residual.Compute(picture, _map);
        TensorPrimitives.ConvertTruncating<float, double>(_map, map);
    }

    /// <inheritdoc />
    public void Dispose() => _residual.Dispose();
}
