using StavisLive.Core.Media;

namespace StavisLive.Evaluation.Baselines;

/// <summary>A prediction that needs no network. Not thread-safe.</summary>
public interface IBaseline : IDisposable
{
    /// <summary>Its name in tables.</summary>
    string Name { get; }

    /// <summary>Predicts for one frame. Borrows it and fills <paramref name="map"/>: 112x112 values.</summary>
    void Predict(VideoFrame picture, Span<double> map);
}
