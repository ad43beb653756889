using StavisLive.Model.Checkpoints.Formats;

namespace StavisLive.Model.Checkpoints;

/// <summary>Finds out what kind of file this is, and turns everything that can go wrong with it into one kind of error.</summary>
internal static class CheckpointOpener
{
    public static Checkpoint Open(string path)
    {
        if (Directory.Exists(path)) throw new CheckpointException($"{path} is a folder; weights are one file (.safetensors or .pth).");
        // Whoever opens a pipe waits for somebody to write into it.
        if (new FileInfo(path) is { Exists: true, Length: 0 }) throw new CheckpointException($"{path} is empty, or a pipe or device; weights are one file (.safetensors or .pth), which is read here and there.");
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16);
            return Read(path, file);
        }
        catch (CheckpointException)
        {
            file?.Dispose();
            throw;
        }
        catch (FileNotFoundException)
        {
            throw new CheckpointException($"There are no weights at {path}.");
        }
        catch (DirectoryNotFoundException)
        {
            throw new CheckpointException($"There are no weights at {path}.");
        }
        catch (EndOfStreamException e)
        {
            file?.Dispose();
            throw new CheckpointException($"{path} is truncated: copy or download it again.", e);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or FormatException or NotSupportedException)
        {
            file?.Dispose();
            throw new CheckpointException($"{path} is damaged: {e.Message} Copy or download it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new CheckpointException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static Checkpoint Read(string path, FileStream file)
    {
        Span<byte> start = stackalloc byte[9];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        start = start[..length];
        if (start.StartsWith("PK"u8)) return ZipFormat.Read(path, file);
        if (LegacyFormat.Recognizes(start)) return LegacyFormat.Read(path, file);
        if (SafetensorsFormat.Recognizes(start)) return SafetensorsFormat.Read(path, file);
        throw new CheckpointException($"{path} is no file of weights: neither .safetensors nor one of PyTorch's two .pth formats.");
    }
}
