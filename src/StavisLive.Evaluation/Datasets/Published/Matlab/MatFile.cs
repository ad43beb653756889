using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace StavisLive.Evaluation.Datasets.Published.Matlab;

/// <summary>Reads arrays of numbers from MATLAB files of version 5 (MATLAB's <c>-v6</c> and <c>-v7</c>).</summary>
/// <remarks>
/// Format: MathWorks, "MAT-File Format". Strict: what is not a full, real, two-dimensional array of numbers or logical values
/// in a little-endian file is refused by name.
/// </remarks>
internal static class MatFile
{
    private const int HeaderLength = 128;
    private const int VersionAt = 124;
    private const int Version5 = 0x0100;
    private const int Version73 = 0x0200;
    private const uint ComplexFlag = 0x0800;

    // A fixation map of 8K video as float64 takes 265 MB. More is damage, or a file that asks for memory to no good end.
    private const int LongestElement = 1 << 30;

    /// <summary>Reads one variable.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is of another format, damaged, or has no such array.</exception>
    public static MatArray Read(string path, string variable)
    {
        var file = File.ReadAllBytes(path);
        CheckHeader(file, path);
        var others = new List<string>();
        var elements = new MatElementReader(file.AsSpan(HeaderLength), path);
        while (!elements.AtEnd)
        {
            var type = elements.Next(out var data);
            if (type == MatDataType.Compressed)
            {
                var inner = new MatElementReader(Decompress(data, path), path);
                type = inner.Next(out data);
            }
            if (type != MatDataType.Matrix) continue;
            if (ReadArray(data, path, variable, others) is { } array) return array;
        }
        var found = others.Count == 0 ? "no variables" : string.Join(", ", others);
        throw new InvalidDataException($"{path} has no variable \"{variable}\"; it has {found}.");
    }

    private static void CheckHeader(ReadOnlySpan<byte> file, string path)
    {
        if (file.Length >= HeaderLength)
        {
            var version = BinaryPrimitives.ReadUInt16LittleEndian(file[VersionAt..]);
            var order = file[(VersionAt + 2)..HeaderLength];
            if (order.SequenceEqual("MI"u8)) throw new InvalidDataException($"{path} is a big-endian MATLAB file; save it again on a little-endian machine.");
            if (order.SequenceEqual("IM"u8) && version == Version73) throw new InvalidDataException($"{path} is a MATLAB 7.3 (HDF5) file; save it with save(..., '-v7').");
            if (order.SequenceEqual("IM"u8) && version == Version5) return;
        }
        throw new InvalidDataException($"{path} is no MATLAB 5 file; save it with save(..., '-v7').");
    }

    private static byte[] Decompress(ReadOnlySpan<byte> data, string path)
    {
        using var compressed = new MemoryStream(data.ToArray(), writable: false);
        using var inflated = new ZLibStream(compressed, CompressionMode.Decompress);
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (ReadSome() is > 0 and var count)
        {
            if (bytes.Length + count > LongestElement) throw new InvalidDataException($"{path} holds an array of more than {LongestElement} bytes.");
            bytes.Write(buffer, 0, count);
        }
        return bytes.ToArray();

        int ReadSome()
        {
            try
            {
                return inflated.Read(buffer);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"{path} is damaged: {e.Message}", e);
            }
        }
    }

    /// <summary>The array, if it is the one looked for; otherwise its name is noted.</summary>
    private static MatArray? ReadArray(ReadOnlySpan<byte> data, string path, string variable, List<string> others)
    {
        var parts = new MatElementReader(data, path);
        var flags = parts.NextNumbers();
        if (flags.Length < 1) throw parts.Damaged("an array has no flags");
        var dimensions = parts.NextNumbers();
        parts.Next(out var nameBytes);
        var name = Encoding.ASCII.GetString(nameBytes);
        if (name != variable)
        {
            others.Add(name);
            return null;
        }
        RequireNumbers((uint)flags[0], dimensions, path, variable);
        var (rows, columns) = ((int)dimensions[0], (int)dimensions[1]);
        var values = parts.NextNumbers();
        if (values.Length != (long)rows * columns)
            throw parts.Damaged($"\"{variable}\" has {values.Length} values for {rows}x{columns}");
        return new MatArray(rows, columns, Transposed(values, rows, columns));
    }

    private static void RequireNumbers(uint flags, double[] dimensions, string path, string variable)
    {
        var kind = (MatArrayClass)(flags & 0xFF);
        if (kind is < MatArrayClass.Double or > MatArrayClass.UInt64)
            throw new InvalidDataException($"\"{variable}\" in {path} is a {kind} array; a full array of numbers is expected.");
        if ((flags & ComplexFlag) != 0) throw new InvalidDataException($"\"{variable}\" in {path} is complex; real numbers are expected.");
        if (dimensions.Length != 2 || !dimensions.All(length => length is >= 0 and <= int.MaxValue && double.IsInteger(length)))
            throw new InvalidDataException($"\"{variable}\" in {path} is {string.Join("x", dimensions)}; two dimensions are expected.");
    }

    private static double[] Transposed(double[] columnMajor, int rows, int columns)
    {
        var rowMajor = new double[columnMajor.Length];
        // Two thousand million columns of nothing are nothing.
        if (rows == 0) return rowMajor;
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++) rowMajor[(row * columns) + column] = columnMajor[(column * rows) + row];
        }
        return rowMajor;
    }
}

/// <summary>A two-dimensional array of numbers from a MATLAB file.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Values">Row by row (the file has them column by column).</param>
public sealed record MatArray(int Rows, int Columns, double[] Values);
