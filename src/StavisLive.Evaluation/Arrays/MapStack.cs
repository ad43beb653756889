using StavisLive.Core.Arrays;
using StavisLive.Core.Configuration;

namespace StavisLive.Evaluation.Arrays;

/// <summary>Maps of one size from a .npy file, of any type of number; converted one at a time into one buffer.</summary>
internal sealed class MapStack
{
    private readonly NpyArray _array;
    private readonly double[] _map;

    private MapStack(NpyArray array, int count, int height, int width)
    {
        _array = array;
        (Count, Height, Width) = (count, height, width);
        _map = new double[height * width];
    }

    /// <summary>Number of maps.</summary>
    public int Count { get; }

    /// <summary>Rows of a map.</summary>
    public int Height { get; }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>The file with its shape, for messages.</summary>
    public string Description => $"{_array.Name} [{string.Join(",", _array.Shape)}]";

    /// <summary>Reads <c>[N,H,W]</c>; where one map may stand for all, <c>[H,W]</c> too.</summary>
    /// <param name="file">The file.</param>
    /// <param name="key">What it is, for messages.</param>
    /// <param name="allowSingle">Whether one map may stand for all.</param>
    /// <exception cref="ConfigException">The array has another shape, or no values.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no .npy file.</exception>
    public static MapStack Read(string file, string key, bool allowSingle = false)
    {
        var array = NpyFile.Read(file);
        var shape = array.Shape is [var h, var w] && allowSingle ? [1, h, w] : array.Shape;
        if (shape is not [> 0, > 0, > 0])
        {
            var expected = allowSingle ? "[N,H,W] or [H,W]" : "[N,H,W]";
            throw new ConfigException($"{file} holds [{string.Join(",", array.Shape)}]; `{key}` expects {expected}.");
        }
        return new MapStack(array, (int)shape[0], (int)shape[1], (int)shape[2]);
    }

    /// <summary>A map, valid until the next one is read; a stack of one gives the same for every number.</summary>
    public ReadOnlyMemory<double> Read(int number)
    {
        _array.CopyTo((Count == 1 ? 0 : number) * _map.Length, _map);
        return _map;
    }
}
