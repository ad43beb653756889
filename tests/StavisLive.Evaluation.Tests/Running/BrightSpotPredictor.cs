using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Evaluation.Tests.Running;

/// <summary>A network that looks at what is bright in the frame its map belongs to, and takes note of what it hears.</summary>
internal sealed class BrightSpotPredictor : ISaliencyPredictor
{
    private const int Target = 8;
    private const double Sigma = 4.4;

    public bool UsesAudio => true;

    /// <summary>Windows seen.</summary>
    public int Windows { get; private set; }

    /// <summary>Those with audio.</summary>
    public int WindowsWithAudio { get; private set; }

    public int BatchSize => 1;

    public int Concurrency => 1;

    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        for (var index = 0; index < windows.Length; index++) Predict(windows[index], maps[index]);
    }

    public void Forget(int streamId)
    {
        // Nothing is kept.
    }

    public void Dispose()
    {
        // Nothing native.
    }

    private void Predict(NetworkWindow window, SaliencyMap map)
    {
        Windows++;
        if (window.HasAudio) WindowsWithAudio++;
        var (x, y) = BrightSpot(window.Pictures.Slice(Target * NetworkWindow.BytesPerFrame, NetworkWindow.BytesPerFrame));
        for (var at = 0; at < SaliencyMap.Length; at++)
        {
            var (row, column) = Math.DivRem(at, SaliencyMap.Side);
            map.Values[at] = (float)Math.Exp(-(((column - x) * (column - x)) + ((row - y) * (row - y))) / (2 * Sigma * Sigma));
        }
    }

    private static (double X, double Y) BrightSpot(ReadOnlySpan<byte> picture)
    {
        var (sum, x, y) = (0.0, 0.0, 0.0);
        for (var at = 0; at < SaliencyMap.Length; at++)
        {
            var brightness = Math.Max(0, picture[at * 3] - 100);
            sum += brightness;
            x += brightness * (at % SaliencyMap.Side);
            y += brightness * (at / SaliencyMap.Side);
        }
        return (x / sum, y / sum);
    }
}
