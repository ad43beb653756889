using System.IO.MemoryMappedFiles;

namespace StavisLive.Model.Checkpoints.Formats;

/// <summary>A file whose bytes are read where the system has mapped them, without a copy. Owns the open file.</summary>
/// <remarks>Any number of threads may read, while nobody disposes it.</remarks>
/// <param name="path">The file, for messages.</param>
/// <param name="file">The file, open for reading.</param>
internal sealed unsafe class MappedFile(string path, FileStream file) : IDisposable
{
    private MemoryMappedFile? _map;
    private MemoryMappedViewAccessor? _view;
    private byte* _start;

    /// <summary>How long the file is now.</summary>
    public long Length => RandomAccess.GetLength(file.SafeFileHandle);

    /// <summary>Bytes of the file; valid until this is disposed.</summary>
    /// <exception cref="CheckpointException">The file has become shorter, or lies where files cannot be mapped.</exception>
    public ReadOnlySpan<byte> Slice(long position, long length)
    {
        // Asked anew each time: who touches a page that has left the file is killed by the system (SIGBUS), and only Windows keeps
        // others from cutting a mapped file. What is left is the moment until the bytes are copied, and a disk that fails in it.
        if (checked(position + length) > Length)
            throw new CheckpointException($"{path} was cut short while it was read: copy or download it again.");
        if (length == 0) return [];
        lock (file)
        {
            if (_start is null) Map();
        }
        return new(_start + position, checked((int)length));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_start is not null) _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        _start = null;
        _view?.Dispose();
        _map?.Dispose();
        file.Dispose();
    }

    private void Map()
    {
        try
        {
            _map ??= MemoryMappedFile.CreateFromFile(file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Some network and user-space file systems.
            throw new CheckpointException($"{path} cannot be mapped into memory ({e.Message}): copy it to a local disk.", e);
        }
    }
}
