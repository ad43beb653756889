namespace StavisLive.Cli.Running;

/// <summary>The terminal that the process was started from.</summary>
/// <param name="wasThere">Whether there was one when the process began.</param>
internal sealed class ControllingTerminal(bool wasThere)
{
    /// <summary>The terminal as it is now.</summary>
    public static ControllingTerminal Note() => new(IsThere());

    /// <summary>Whether it has been closed since, which SIGHUP is sent for.</summary>
    public bool IsClosed => wasThere && !IsThere();

    private static bool IsThere()
    {
        if (OperatingSystem.IsWindows()) return false;
        try
        {
            using var terminal = new FileStream("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // There is none: a service, a container, a closed window.
            return false;
        }
    }
}
