using System.IO.MemoryMappedFiles;

namespace StavisLive.Server.Feeds.SharedMemory;

/// <summary>A named piece of memory that other programs of the same user map, too. Disposing takes its name away, unless another has it by then.</summary>
/// <remarks>
/// On Linux a file in a folder that lies in memory (<c>/dev/shm</c>), readable by its user alone; on Windows a named mapping, which
/// goes with the last who has it open.
/// </remarks>
internal sealed unsafe class RingFile : IDisposable
{
    // Windows' ERROR_ALREADY_EXISTS, as .NET gives it.
    private const int AlreadyExists = unchecked((int)0x800700B7);

    private readonly string? _path;
    private readonly FileStream? _file;
    private readonly MemoryMappedFile _mapped;
    private readonly MemoryMappedViewAccessor _view;

    private RingFile(string? path, FileStream? file, MemoryMappedFile mapped)
    {
        (_path, _file, _mapped) = (path, file, mapped);
        try
        {
            _view = mapped.CreateViewAccessor(0, RingLayout.Length);
        }
        catch
        {
            mapped.Dispose();
            throw;
        }
        byte* memory = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref memory);
        Ring = new MapRing(memory);
    }

    /// <summary>What lies in it.</summary>
    public MapRing Ring { get; }

    /// <summary>Makes one, in the place of one that a crash has left over.</summary>
    /// <param name="folder">Where; of no meaning on Windows.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="RingTakenException">On Windows: the name is somebody else's for now.</exception>
    /// <exception cref="IOException">There is no room, or the name is somebody else's.</exception>
    public static RingFile Create(string folder, string name)
    {
        if (OperatingSystem.IsWindows()) return CreateMapping(name);
        var path = Path.Combine(folder, name);
        // A reader sees the old one or the whole new one, never half of it.
        var unfinished = path + ".new";
        // What is there was left over, or laid there by somebody else: nothing of it is used, neither its rights nor where it leads.
        File.Delete(unfinished);
        var file = new FileStream(unfinished, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        RingFile? ring = null;
        try
        {
            // Written out, because a mapping beyond what the memory has room for ends the process.
            file.Write(new byte[RingLayout.Length]);
            file.Flush();
            ring = new RingFile(path, file, MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true));
            File.Move(unfinished, path, overwrite: true);
            return ring;
        }
        catch
        {
            ring?.Unmap();
            file.Dispose();
            File.Delete(unfinished);
            throw;
        }
    }

    private static RingFile CreateMapping(string name)
    {
        try
        {
            return new RingFile(null, null, MemoryMappedFile.CreateNew(name, RingLayout.Length));
        }
        catch (IOException e) when (e.HResult == AlreadyExists)
        {
            throw new RingTakenException(name, e);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Ring.End();
        Unmap();
        _file?.Dispose();
        if (_path is not null && HasEnded(_path)) File.Delete(_path);
    }

    // This one says so of itself by now: where another has taken its place, that stays.
    private static bool HasEnded(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            var head = new byte[RingLayout.Head];
            return RandomAccess.Read(file, head, 0) == head.Length && BitConverter.ToUInt32(head, RingLayout.EndedAt) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone, or another user's.
            return false;
        }
    }

    private void Unmap()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapped.Dispose();
    }
}
