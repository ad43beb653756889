using System.Runtime.InteropServices;

namespace StavisLive.Media.Sources.Microphones.Alsa;

/// <summary>What is used of libasound.</summary>
internal static unsafe partial class AlsaLibrary
{
    private const string Library = "libasound.so.2";

    // alsa/pcm.h
    public const int Capture = 1;
    public const int Float32LittleEndian = 14;
    public const int Interleaved = 3;

    // errno.h
    public const int NoEntry = -2;
    public const int Again = -11;
    public const int NotPermitted = -13;
    public const int Busy = -16;
    public const int NoDevice = -19;

    private static readonly Lazy<bool> Silenced = new(Silence);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_malloc")]
    public static partial int NewParameters(out nint parameters);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_free")]
    public static partial void FreeParameters(nint parameters);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_any")]
    public static partial int AnyParameters(nint device, nint parameters);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_access")]
    public static partial int SetAccess(nint device, nint parameters, int access);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_format")]
    public static partial int SetFormat(nint device, nint parameters, int format);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_channels")]
    public static partial int SetChannels(nint device, nint parameters, uint channels);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_rate")]
    public static partial int SetRate(nint device, nint parameters, uint rate, int direction);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_period_time_near")]
    public static partial int SetPeriodNear(nint device, nint parameters, ref uint microseconds, nint direction);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_buffer_time_near")]
    public static partial int SetBufferNear(nint device, nint parameters, ref uint microseconds, nint direction);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params")]
    public static partial int Apply(nint device, nint parameters);

    [LibraryImport(Library, EntryPoint = "snd_pcm_nonblock")]
    public static partial int SetNonBlocking(nint device, int isNonBlocking);

    /// <summary>Until there is something to read: 1, 0 when that took too long, or a negative error number.</summary>
    [LibraryImport(Library, EntryPoint = "snd_pcm_wait")]
    public static partial int Wait(nint device, int milliseconds);

    [LibraryImport(Library, EntryPoint = "snd_pcm_readi")]
    public static partial nint Read(nint device, void* frames, nuint count);

    [LibraryImport(Library, EntryPoint = "snd_pcm_recover")]
    public static partial int Recover(nint device, int error, int silent);

    [LibraryImport(Library, EntryPoint = "snd_pcm_delay")]
    public static partial int Delay(nint device, out nint frames);

    [LibraryImport(Library, EntryPoint = "snd_pcm_close")]
    public static partial int Close(nint device);

    [LibraryImport(Library, EntryPoint = "snd_device_name_hint", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Hints(int card, string kind, out nint* hints);

    [LibraryImport(Library, EntryPoint = "snd_device_name_free_hint")]
    public static partial int FreeHints(nint* hints);

    /// <summary>Opens a device for recording; 0, or a negative error number.</summary>
    public static int Open(string name, out nint device)
    {
        _ = Silenced.Value;
        return Open(out device, name, Capture, 0);
    }

    /// <summary>A field of a hint; null where it has none.</summary>
    public static string? HintField(nint hint, string field)
    {
        var text = GetHint(hint, field);
        var value = Marshal.PtrToStringUTF8(text);
        Free(text);
        return value;
    }

    /// <summary>What an error number means.</summary>
    public static string Explain(int error) => Marshal.PtrToStringUTF8(Text(error)) ?? $"error {error}";

    [LibraryImport(Library, EntryPoint = "snd_pcm_open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(out nint device, string name, int direction, int mode);

    [LibraryImport(Library, EntryPoint = "snd_device_name_get_hint", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetHint(nint hint, string field);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint memory);

    [LibraryImport(Library, EntryPoint = "snd_strerror")]
    private static partial nint Text(int error);

    [LibraryImport(Library, EntryPoint = "snd_lib_error_set_handler")]
    private static partial int SetErrorHandler(delegate* unmanaged<nint, int, nint, int, nint, void> handler);

    /// <summary>ALSA writes to standard error by itself, several lines for a name that does not exist.</summary>
    private static bool Silence() => SetErrorHandler(&Ignore) == 0;

    // The native type has variable arguments behind these; a callee that does not look at them need not declare them.
    [UnmanagedCallersOnly]
    private static void Ignore(nint file, int line, nint function, int error, nint format)
    {
    }
}
