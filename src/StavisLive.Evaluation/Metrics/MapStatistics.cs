using System.Numerics.Tensors;

namespace StavisLive.Evaluation.Metrics;

/// <summary>What several metrics need to know of a map.</summary>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="SquaredDeviations">Sum of squared differences from the mean.</param>
public readonly record struct MapStatistics(double Minimum, double Maximum, double Sum, double Mean, double SquaredDeviations)
{
    // Doubles that stay in the first cache while they are read several times.
    private const int Block = 2048;

    /// <summary>Whether all values are the same: no metric that standardises or stretches the map is defined then.</summary>
    public bool IsFlat => Minimum == Maximum;

    /// <summary>Whether the map is all zero.</summary>
    public bool IsZero => Minimum == 0 && Maximum == 0;

    /// <summary>Reads a map twice: for its range and sum, then for its deviations.</summary>
    /// <param name="map">At least one value.</param>
    /// <param name="width">Pixels per row, to say where a bad value is.</param>
    /// <param name="name">What to call the map in a message.</param>
    /// <exception cref="InvalidDataException">A value is infinite or not a number.</exception>
    public static MapStatistics Of(ReadOnlySpan<double> map, int width, string name)
    {
        var (minimum, maximum, sum) = (double.PositiveInfinity, double.NegativeInfinity, 0.0);
        for (var rest = map; rest.Length > 0; rest = rest[Math.Min(Block, rest.Length)..])
        {
            var block = rest[..Math.Min(Block, rest.Length)];
            minimum = Math.Min(minimum, TensorPrimitives.Min(block));
            maximum = Math.Max(maximum, TensorPrimitives.Max(block));
            sum += TensorPrimitives.Sum(block);
        }
        if (!double.IsFinite(minimum) || !double.IsFinite(maximum)) Refuse(map, width, name);

        var mean = sum / map.Length;
        Span<double> centred = stackalloc double[Block];
        var squares = 0.0;
        for (var rest = map; rest.Length > 0; rest = rest[Math.Min(Block, rest.Length)..])
        {
            var deviations = centred[..Math.Min(Block, rest.Length)];
            TensorPrimitives.Subtract(rest[..deviations.Length], mean, deviations);
            squares += TensorPrimitives.SumOfSquares<double>(deviations);
        }
        return new MapStatistics(minimum, maximum, sum, mean, squares);
    }

    private static void Refuse(ReadOnlySpan<double> map, int width, string name)
    {
        for (var at = 0; at < map.Length; at++)
        {
            if (double.IsFinite(map[at])) continue;
            throw new InvalidDataException(FormattableString.Invariant(
                $"{name} holds {map[at]} in row {at / width}, column {at % width}; every value must be a finite number."));
        }
    }
}
