using System.Runtime.InteropServices;

namespace StavisLive.Server.Feeds.Lsl;

/// <summary>What is used of liblsl, which is loaded when it is asked for and there. Thread-safe.</summary>
internal sealed unsafe class LslLibrary
{
    // liblsl's own names for them on Linux, elsewhere and on Windows.
    private static readonly string[] Names = ["liblsl.so.2", "liblsl.so", "liblsl", "lsl64", "lsl"];

    // cft_float32 of lsl_c.h.
    private const int Float32 = 1;

    // Samples that wait for a laboratory's recorder, of which newer ones push out older ones: six minutes at 25 a second.
    private const int MostWaiting = 9_000;

    private readonly delegate* unmanaged<byte*, byte*, int, double, int, byte*, nint> _createInfo;
    private readonly delegate* unmanaged<nint, void> _destroyInfo;
    private readonly delegate* unmanaged<nint, nint> _description;
    private readonly delegate* unmanaged<nint, byte*, nint> _appendChild;
    private readonly delegate* unmanaged<nint, byte*, byte*, nint> _appendValue;
    private readonly delegate* unmanaged<nint, int, int, nint> _createOutlet;
    private readonly delegate* unmanaged<nint, void> _destroyOutlet;
    private readonly delegate* unmanaged<nint, float*, double, int> _push;
    private readonly delegate* unmanaged<double> _clock;

    private LslLibrary(nint library)
    {
        _createInfo = (delegate* unmanaged<byte*, byte*, int, double, int, byte*, nint>)NativeLibrary.GetExport(library, "lsl_create_streaminfo");
        _destroyInfo = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "lsl_destroy_streaminfo");
        _description = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(library, "lsl_get_desc");
        _appendChild = (delegate* unmanaged<nint, byte*, nint>)NativeLibrary.GetExport(library, "lsl_append_child");
        _appendValue = (delegate* unmanaged<nint, byte*, byte*, nint>)NativeLibrary.GetExport(library, "lsl_append_child_value");
        _createOutlet = (delegate* unmanaged<nint, int, int, nint>)NativeLibrary.GetExport(library, "lsl_create_outlet");
        _destroyOutlet = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "lsl_destroy_outlet");
        _push = (delegate* unmanaged<nint, float*, double, int>)NativeLibrary.GetExport(library, "lsl_push_sample_ft");
        _clock = (delegate* unmanaged<double>)NativeLibrary.GetExport(library, "lsl_local_clock");
    }

    /// <summary>The library; null where there is none, or one that lacks what is needed.</summary>
    public static LslLibrary? TryLoad() => TryLoad(Names);

    /// <summary>The first of these that is there and has what is needed.</summary>
    internal static LslLibrary? TryLoad(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            // Never unloaded: it has threads of its own.
            if (NativeLibrary.TryLoad(name, out var library) && NativeLibrary.TryGetExport(library, "lsl_push_sample_ft", out _)) return new LslLibrary(library);
        }
        return null;
    }

    /// <summary>Seconds of the layer's own clock.</summary>
    public double Clock() => _clock();

    /// <summary>Makes an outlet of numbers that come irregularly.</summary>
    /// <param name="name">Name of the stream.</param>
    /// <param name="id">What tells it from others, also after a restart.</param>
    /// <param name="channels">Labels and units of the numbers.</param>
    /// <returns>Its handle, for <see cref="Push"/> and <see cref="Destroy"/>; 0 where the library refuses.</returns>
    public nint Create(string name, string id, params ReadOnlySpan<(string Label, string Unit)> channels)
    {
        fixed (byte* nameText = Text(name), idText = Text(id), type = "Gaze\0"u8)
        {
            var info = _createInfo(nameText, type, channels.Length, 0, Float32, idText);
            if (info == 0) return 0;
            Describe(info, channels);
            var outlet = _createOutlet(info, 0, MostWaiting);
            _destroyInfo(info);
            return outlet;
        }
    }

    /// <summary>Hands a sample over. Never waits.</summary>
    public void Push(nint outlet, ReadOnlySpan<float> sample, double time)
    {
        fixed (float* values = sample) _ = _push(outlet, values, time);
    }

    /// <summary>Ends an outlet.</summary>
    public void Destroy(nint outlet) => _destroyOutlet(outlet);

    private void Describe(nint info, ReadOnlySpan<(string Label, string Unit)> channels)
    {
        fixed (byte* list = "channels\0"u8, one = "channel\0"u8, label = "label\0"u8, unit = "unit\0"u8)
        {
            var all = _appendChild(_description(info), list);
            foreach (var channel in channels)
            {
                var entry = _appendChild(all, one);
                fixed (byte* labelText = Text(channel.Label), unitText = Text(channel.Unit))
                {
                    _appendValue(entry, label, labelText);
                    _appendValue(entry, unit, unitText);
                }
            }
        }
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text + '\0');
}
