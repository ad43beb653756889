using System.Runtime.InteropServices;
using StavisLive.Core.Files;

namespace StavisLive.Core.Arrays;

/// <summary>Reads and writes arrays in NumPy's .npy format.</summary>
public static class NpyFile
{
    // Read in pieces, so that a damaged header cannot ask for memory that the file has no bytes for.
    private const int ReadAhead = 1 << 20;

    /// <summary>Reads a file, which may still be written: then it holds the rows written so far.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="InvalidDataException">It is no .npy file, truncated, or of an unknown kind.</exception>
    public static NpyArray Read(string path)
    {
        using var file = SharedFile.OpenRead(path);
        return Read(file, path);
    }

    /// <summary>Reads from a stream; <paramref name="name"/> names it in messages.</summary>
    /// <exception cref="InvalidDataException">It is no .npy file, truncated, or of an unknown kind.</exception>
    public static NpyArray Read(Stream stream, string name)
    {
        var header = NpyHeader.Read(stream, name);
        if (header.IsFortranOrder && header.Shape.Count(length => length != 1) > 1)
            throw new InvalidDataException($"{name} is in Fortran order; save it with numpy.ascontiguousarray.");
        long bytes;
        try
        {
            bytes = checked(header.Count * header.ElementSize);
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"{name} is damaged: it claims the shape ({string.Join(", ", header.Shape)}).");
        }
        if (bytes > Array.MaxLength) throw new InvalidDataException($"{name} holds {bytes} bytes; up to {Array.MaxLength} can be read.");
        return new NpyArray(name, header.Type, header.Shape, ReadData(stream, (int)bytes, name));
    }

    /// <summary>Writes a float32 array.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="values">Elements in C order.</param>
    /// <param name="shape">Length of each dimension.</param>
    public static void Write(string path, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        file.Write(HeaderOf(values, shape));
        file.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>A float32 array as a file's bytes.</summary>
    /// <param name="values">Elements in C order.</param>
    /// <param name="shape">Length of each dimension.</param>
    public static byte[] Format(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        [.. HeaderOf(values, shape), .. MemoryMarshal.AsBytes(values)];

    private static byte[] HeaderOf(ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        var header = new NpyHeader("f4", IsFortranOrder: false, shape.ToArray());
        return header.Count == values.Length ? header.Format() : throw new ArgumentException($"{values.Length} values do not fill the shape.", nameof(values));
    }

    private static byte[] ReadData(Stream stream, int length, string name)
    {
        var data = new byte[Math.Min(length, ReadAhead)];
        var read = 0;
        while (true)
        {
            read += stream.ReadAtLeast(data.AsSpan(read), data.Length - read, throwOnEndOfStream: false);
            if (read < data.Length) throw new InvalidDataException($"{name} is truncated: {read} of {length} bytes are there.");
            if (read == length) return data;
            Array.Resize(ref data, (int)Math.Min(length, 2L * data.Length));
        }
    }
}
