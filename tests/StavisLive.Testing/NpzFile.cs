using System.IO.Compression;
using StavisLive.Core.Arrays;

namespace StavisLive.Testing;

/// <summary>Reads NumPy's .npz files: several arrays by name, stored or deflated.</summary>
public static class NpzFile
{
    /// <summary>Every array of a file, by its name.</summary>
    /// <exception cref="InvalidDataException">It is no .npz file, or one of its arrays cannot be read.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        var arrays = new Dictionary<string, NpyArray>();
        foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal)))
        {
            using var stream = entry.Open();
            arrays[Path.GetFileNameWithoutExtension(entry.Name)] = NpyFile.Read(stream, $"{path}:{entry.Name}");
        }
        return arrays;
    }
}
