using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace StavisLive.Model.Tests.Parity;

/// <summary>Reads the golden files in TestData/parity.</summary>
internal static class Golden
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "TestData", "parity", name);

    public static JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllBytes(Path(name))).RootElement;

    /// <summary>Shape and values of an .npy file.</summary>
    public static (long[] Shape, T[] Values) Npy<T>(string name)
        where T : unmanaged => Npy<T>(File.ReadAllBytes(Path(name)));

    /// <summary>Shape and values of one array of an .npz file.</summary>
    public static (long[] Shape, T[] Values) Npz<T>(string name, string array)
        where T : unmanaged
    {
        using var archive = ZipFile.OpenRead(Path(name));
        using var entry = archive.GetEntry($"{array}.npy")!.Open();
        using var memory = new MemoryStream();
        entry.CopyTo(memory);
        return Npy<T>(memory.ToArray());
    }

    // Version 1 of the format, little-endian, C order: what the golden files are.
    private static (long[] Shape, T[] Values) Npy<T>(ReadOnlySpan<byte> file)
        where T : unmanaged
    {
        var headerLength = BitConverter.ToUInt16(file[8..]);
        var header = Encoding.ASCII.GetString(file.Slice(10, headerLength));
        var open = header.IndexOf('(') + 1;
        var shape = header[open..header.IndexOf(')')]
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToArray();
        return (shape, MemoryMarshal.Cast<byte, T>(file[(10 + headerLength)..]).ToArray());
    }
}
