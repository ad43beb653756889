using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Testing;

/// <summary>A network that sees the same in every window.</summary>
/// <param name="values">The map's values, or one value for all cells.</param>
public sealed class FixedMapPredictor(params float[] values) : ISaliencyPredictor
{
    /// <inheritdoc />
    public bool UsesAudio => true;

    /// <inheritdoc />
    public int BatchSize => 1;

    /// <inheritdoc />
    public int Concurrency => 1;

    /// <inheritdoc />
    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        foreach (var map in maps)
        {
            if (values.Length == 1) map.Values.Fill(values[0]);
            else values.CopyTo(map.Values);
        }
    }

    /// <inheritdoc />
    public void Forget(int streamId)
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
