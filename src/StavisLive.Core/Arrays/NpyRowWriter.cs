using System.Runtime.InteropServices;

namespace StavisLive.Core.Arrays;

/// <summary>Writes a float32 array <c>[T, ...]</c> row by row, without knowing T beforehand.</summary>
/// <remarks>
/// The header is brought up to date after every row, data first: whatever ends the process, the file holds a readable
/// array of the rows written so far. Errors of the disk are let out.
/// </remarks>
public sealed class NpyRowWriter : IDisposable
{
    // Room for the largest number of rows, so that the header keeps its length.
    private const int HeaderLength = 128;

    private readonly FileStream _file;
    private readonly long[] _shape;
    private readonly int _rowLength;

    /// <param name="path">File to create or replace.</param>
    /// <param name="rowShape">Shape of a row.</param>
    public NpyRowWriter(string path, params ReadOnlySpan<long> rowShape)
    {
        _shape = [0, .. rowShape];
        _rowLength = 1;
        foreach (var length in rowShape) _rowLength = checked(_rowLength * (int)length);
        // Unbuffered: a row is one write, and no byte is left behind when the process is killed.
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            WriteHeader();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Rows written so far.</summary>
    public long Rows => _shape[0];

    /// <summary>Adds a row.</summary>
    public void Append(ReadOnlySpan<float> row)
    {
        if (row.Length != _rowLength) throw new ArgumentException($"A row has {_rowLength} values, not {row.Length}.", nameof(row));
        RandomAccess.Write(_file.SafeFileHandle, MemoryMarshal.AsBytes(row), HeaderLength + (_shape[0] * _rowLength * sizeof(float)));
        _shape[0]++;
        WriteHeader();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void WriteHeader() =>
        RandomAccess.Write(_file.SafeFileHandle, new NpyHeader("f4", IsFortranOrder: false, _shape).Format(HeaderLength), fileOffset: 0);
}
