namespace StavisLive.Server.Feeds.SharedMemory;

/// <summary>Says that a name of shared memory is taken, as long as this process lives. Disposing gives it back.</summary>
internal sealed class NameLock : IDisposable
{
    // No source's memory is called so: ids are letters, digits and dashes.
    private const string Suffix = "._lock";

    private readonly IDisposable _held;

    private NameLock(IDisposable held) => _held = held;

    /// <summary>Takes a name.</summary>
    /// <param name="folder">Where; of no meaning on Windows.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="IOException">Another program has it.</exception>
    public static NameLock Take(string folder, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            var mutex = new Mutex(initiallyOwned: false, name + Suffix, out var isNew);
            if (isNew) return new NameLock(mutex);
            mutex.Dispose();
            throw Taken(name);
        }
        try
        {
            // The file itself stays: whoever deleted it could take it away from one who has just locked it.
            return new NameLock(new FileStream(Path.Combine(folder, name + Suffix), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"The shared memory {name} belongs to another user; give `publish.sharedMemory` another name.", e);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException)
        {
            throw Taken(name, e);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _held.Dispose();

    private static IOException Taken(string name, Exception? cause = null) =>
        new($"Another program publishes in the shared memory {name} already; give `publish.sharedMemory` another name.", cause);
}
