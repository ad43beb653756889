using System.Globalization;
using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;

namespace PeakPrinter;

/// <summary>Prints a line a frame: its time, the place of its map's peak in fractions of the frame, and the peak's probability.</summary>
internal sealed class PeakSink(TextWriter output) : ISink
{
    /// <inheritdoc />
    public string Name => "peaks";

    /// <inheritdoc />
    public bool NeedsPicture => false;

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        var map = result.Map.Values;
        var peak = TensorPrimitives.IndexOfMax<float>(map);
        var (x, y) = (Fraction(peak % SaliencyMap.Side), Fraction(peak / SaliencyMap.Side));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{result.PresentationTime.Seconds:0.00} s  x {x:0.00} y {y:0.00}  {map[peak]:0.00}"));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // The middle of a cell.
    private static double Fraction(int cell) => (cell + 0.5) / SaliencyMap.Side;
}
