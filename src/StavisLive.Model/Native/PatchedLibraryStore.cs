using System.Security.Cryptography;

namespace StavisLive.Model.Native;

/// <summary>Keeps patched copies of native libraries in a folder of the user's, named by their content.</summary>
/// <param name="root">The folder; made when needed.</param>
internal sealed class PatchedLibraryStore(string root)
{
    /// <summary>The store in the user's cache folder.</summary>
    public static PatchedLibraryStore ForUser() => new(Path.Combine(UserCache.Folder, "native"));

    /// <summary>Makes sure that a file with this content exists.</summary>
    /// <remarks>
    /// Several processes may do so at once: each writes a file of its own and moves it into place in one step. A file that
    /// differs from its name (a full disk, a crash) is replaced.
    /// </remarks>
    /// <returns>Its full path.</returns>
    /// <exception cref="TorchUnavailableException">The folder cannot be written.</exception>
    public string Save(string fileName, ReadOnlySpan<byte> content)
    {
        var folder = Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
        var path = Path.Combine(folder, fileName);
        try
        {
            if (File.Exists(path) && content.SequenceEqual(File.ReadAllBytes(path))) return path;
            Directory.CreateDirectory(folder);
            WriteWhole(path, content);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TorchUnavailableException(
                $"This system needs a patched copy of {fileName}, which cannot be written to {folder}: {error.Message} " +
                "Set XDG_CACHE_HOME to a folder that this user can write, or use a system with GCC 13.2's libstdc++ or newer.",
                error);
        }
    }

    private static void WriteWhole(string path, ReadOnlySpan<byte> content)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
