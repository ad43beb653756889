using System.Numerics.Tensors;
using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Regions;

/// <summary>Says of each block of a picture how its quantizer is to differ, from where people look.</summary>
/// <remarks>
/// <para>
/// It follows the maps smoothly, and a block keeps its difference until another one fits clearly better, so that bits don't flicker. The
/// differences of a picture have a mean of 0, as near as whole numbers come: they move bits and ask for no more of them.
/// </para>
/// <para>Not thread-safe; one per stream. Allocates nothing per picture.</para>
/// </remarks>
internal sealed class DeltaQpPlanner
{
    /// <summary>Pixels of the side of a block of H.264, and of what most encoders take.</summary>
    public const int UsualBlockSize = 16;

    // Half a step is where a rounded number changes; what lies that far beyond stays with the number it had.
    private const float Patience = 0.25f;

    // A map that comes after such a hole, or from an earlier time, has nothing to do with the ones before.
    private const double LongestHole = 1;

    // Clipping takes away from the mean what shifting gives back; each turn leaves of the rest the part of blocks that are at a limit.
    private const int ShiftTurns = 8;
    private const float SmallShift = 0.005f;

    private readonly FoveationOptions _options;
    private readonly BlockGrid _grid;
    private readonly float[] _sharp = new float[SaliencyMap.Length];
    private readonly float[] _smooth = new float[SaliencyMap.Length];
    private readonly float[] _wanted;
    private readonly float[] _clipped;
    private MediaTime? _last;

    /// <param name="width">Pixels per row of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="options">How strong, how sharp, within which limits.</param>
    /// <param name="blockSize">Pixels of a block's side.</param>
    public DeltaQpPlanner(int width, int height, FoveationOptions options, int blockSize = UsualBlockSize)
    {
        _options = options;
        Current = new DeltaQpMap(width, height, blockSize);
        _grid = new BlockGrid(width, height, blockSize);
        _wanted = new float[Current.Deltas.Length];
        _clipped = new float[Current.Deltas.Length];
    }

    /// <summary>The differences that <see cref="Plan"/> has answered last; before that all are 0.</summary>
    public DeltaQpMap Current { get; }

    /// <summary>The differences for a picture.</summary>
    /// <param name="map">Where people look: 112x112 values of 0 or more, in raster order, that cover the whole picture.</param>
    /// <param name="time">When the picture is shown.</param>
    /// <returns>The planner's own, valid until its next call.</returns>
    public DeltaQpMap Plan(ReadOnlySpan<float> map, MediaTime time)
    {
        var goesOn = Follow(map, time);
        _grid.Average(_smooth, _wanted);
        Weigh();
        Round(goesOn);
        return Current;
    }

    private bool Follow(ReadOnlySpan<float> map, MediaTime time)
    {
        if (_options.Sharpness == 1) map[..SaliencyMap.Length].CopyTo(_sharp);
        else TensorPrimitives.Pow(map[..SaliencyMap.Length], (float)_options.Sharpness, _sharp);

        var elapsed = _last is { } last ? (time - last).Seconds : double.NaN;
        _last = time;
        if (elapsed is not (>= 0 and < LongestHole))
        {
            _sharp.CopyTo(_smooth);
            return false;
        }
        var share = _options.Smoothing > TimeSpan.Zero ? (float)(1 - Math.Exp(-elapsed / _options.Smoothing.TotalSeconds)) : 1;
        TensorPrimitives.Subtract<float>(_sharp, _smooth, _sharp);
        TensorPrimitives.MultiplyAdd<float>(_sharp, share, _smooth, _smooth);
        return true;
    }

    // From the blocks' attention to what the formula asks for, within the limits and with a mean of 0.
    private void Weigh()
    {
        var mean = TensorPrimitives.Average<float>(_wanted);
        // Where nobody looks anywhere, all is alike.
        if (!(mean > 0))
        {
            _clipped.AsSpan().Clear();
            return;
        }
        var floor = (float)_options.Floor;
        TensorPrimitives.Multiply(_wanted, (1 - floor) / mean, _wanted);
        TensorPrimitives.Add(_wanted, floor, _wanted);
        TensorPrimitives.Log2(_wanted, _wanted);
        TensorPrimitives.Multiply(_wanted, -(float)_options.Strength, _wanted);

        var shift = TensorPrimitives.Average<float>(_wanted);
        for (var turn = 0; turn < ShiftTurns; turn++)
        {
            TensorPrimitives.Subtract(_wanted, shift, _clipped);
            TensorPrimitives.Clamp(_clipped, _options.Least, _options.Largest, _clipped);
            var rest = TensorPrimitives.Average<float>(_clipped);
            if (Math.Abs(rest) < SmallShift) return;
            shift += rest;
        }
    }

    private void Round(bool keepsNear)
    {
        var deltas = Current.Deltas;
        for (var block = 0; block < deltas.Length; block++)
        {
            var wanted = _clipped[block];
            if (!keepsNear || MathF.Abs(wanted - deltas[block]) > 0.5f + Patience) deltas[block] = (sbyte)MathF.Round(wanted);
        }
    }
}
