using StavisLive.Core.Diagnostics;

namespace StavisLive.Media.Encoding.Process;

/// <summary>A preset of options for one ffmpeg that no other user can read. Disposing takes it away.</summary>
/// <remarks>
/// On Linux it has no name from the beginning: the child opens it through this process, and nothing stays behind, however that ends. On
/// Windows it lies in the user's own folder for such files, closed: no program of C's library could open what is to be deleted on closing.
/// </remarks>
internal sealed class HiddenOptions : IDisposable
{
    // Shorter ones are names, which occur in everything.
    private const int LeastKey = 16;

    private readonly FileStream _file;

    /// <param name="options">Names and values.</param>
    public HiddenOptions(IEnumerable<(string Option, string Value)> options)
    {
        var how = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete,
            // On a full disk closing it would otherwise fail as writing did.
            BufferSize = 0,
            Options = OperatingSystem.IsWindows() ? FileOptions.None : FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());
        _file = new FileStream(path, how);
        Path = path;
        try
        {
            Write(options);
        }
        catch
        {
            Dispose();
            throw;
        }
        if (OperatingSystem.IsWindows()) _file.Dispose();
        if (!OperatingSystem.IsLinux()) return;
        File.Delete(path);
        Path = $"/proc/{Environment.ProcessId}/fd/{_file.SafeFileHandle.DangerousGetHandle()}";
    }

    /// <summary>Where the child finds it.</summary>
    public string Path { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        _file.Dispose();
        if (OperatingSystem.IsWindows()) File.Delete(Path);
    }

    /// <summary>Hides an option's value from now on wherever it occurs, if it is a secret.</summary>
    public static void Hide(string option, string value)
    {
        if (value.Length >= LeastKey || option == "passphrase") SafeAddress.Hide(value);
    }

    private void Write(IEnumerable<(string Option, string Value)> options)
    {
        foreach (var (option, value) in options)
        {
            Hide(option, value);
            _file.Write(System.Text.Encoding.UTF8.GetBytes($"{option}={value}\n"));
        }
    }
}
