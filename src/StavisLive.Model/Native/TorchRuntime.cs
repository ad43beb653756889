using TorchSharp;

namespace StavisLive.Model.Native;

/// <summary>Loads libtorch and TorchSharp's native half, once per process.</summary>
/// <remarks>
/// Every public entry of this assembly that touches a tensor comes here first; so does a test that uses TorchSharp
/// by itself. TorchSharp alone would, where its library does not load, copy half a gigabyte beside the program and fail.
/// </remarks>
public static class TorchRuntime
{
    // Lazy keeps the exception too: who asks again gets the same answer.
    private static readonly Lazy<string?> Loaded = new(Load);

    // Taken before anybody changes it.
    private static int _threads;

    private static bool _isOneDnnSound;

    /// <summary>
    /// Where the patched copy of TorchSharp's library lies that this process runs on; null where the original is used.
    /// </summary>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    internal static string? PatchedLibrary => Loaded.Value;

    /// <summary>Threads unless somebody asks for others: as OMP_NUM_THREADS says, else one per core, but no more than the process may keep busy.</summary>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    internal static int Threads
    {
        get
        {
            EnsureLoaded();
            return _threads;
        }
    }

    /// <summary>Whether oneDNN, where libtorch has it, computes what it should on this processor; if not, it is off.</summary>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    internal static bool IsOneDnnSound
    {
        get
        {
            EnsureLoaded();
            return _isOneDnnSound;
        }
    }

    /// <summary>Loads libtorch unless it is loaded. Thread-safe.</summary>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static void EnsureLoaded() => _ = Loaded.Value;

    private static string? Load()
    {
        try
        {
            if (OperatingSystem.IsWindows()) FortranConsole.LeaveToProgram();
            var patched = OperatingSystem.IsLinux() ? PrepareLinux() : null;
            torch.InitializeDeviceType(DeviceType.CPU);
            ScriptFusion.LeaveOut();
            TorchSwitches.TurnNnPackOff();
            _isOneDnnSound = !OneDnnCaches.AreHidden || OneDnnCaches.TryCorrect();
            if (!_isOneDnnSound) TorchSwitches.TurnOneDnnOff();
            _threads = ChooseThreads();
            return patched;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or TypeInitializationException
            or NotSupportedException or InvalidDataException)
        {
            throw new TorchUnavailableException(
                $"libtorch cannot be loaded: {error.GetBaseException().Message} It belongs to the program's own files under " +
                $"{AppContext.BaseDirectory}: build or install the program again for this platform (x86-64: Linux with glibc 2.34 " +
                "or newer, or Windows with the Visual C++ Redistributable: winget install Microsoft.VCRedist.2015+.x64). A program of your own " +
                "refers to one of libtorch's packages, which the README of StavisLive.Model names.",
                error);
        }
    }

    // libtorch counts cores, also those that a limit on processor time, such as a container's, keeps the process from using.
    private static int ChooseThreads()
    {
        var threads = torch.get_num_threads();
        if (threads <= Environment.ProcessorCount || Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is { Length: > 0 }) return threads;
        torch.set_num_threads(Environment.ProcessorCount);
        return Environment.ProcessorCount;
    }

    private static string? PrepareLinux()
    {
        NativeHeap.KeepFreed();
        return LinuxTorchLoader.Preload(NativeFolders.Find);
    }
}
