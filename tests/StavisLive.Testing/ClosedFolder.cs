namespace StavisLive.Testing;

/// <summary>A folder that nobody but root may look into, until it is disposed. Windows has other ways, and leaves it open.</summary>
public sealed class ClosedFolder : IDisposable
{
    private readonly string _path;

    /// <summary>Makes it.</summary>
    public ClosedFolder(string path)
    {
        _path = Directory.CreateDirectory(path).FullName;
        Set(UnixFileMode.None);
    }

    /// <inheritdoc />
    public void Dispose() => Set(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private void Set(UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_path, mode);
    }
}
