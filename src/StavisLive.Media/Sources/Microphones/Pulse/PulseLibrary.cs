using System.Runtime.InteropServices;

namespace StavisLive.Media.Sources.Microphones.Pulse;

/// <summary>What is used of libpulse (PulseAudio's own, or the one that comes with PipeWire).</summary>
internal static unsafe partial class PulseLibrary
{
    private const string Library = "libpulse.so.0";

    // pulse/def.h, pulse/sample.h
    public const int Float32LittleEndian = 5;
    public const int NoAutospawn = 1;
    public const int ContextReady = 4;
    public const int StreamCreating = 1;
    public const int StreamReady = 2;
    public const int OperationRunning = 0;
    public const int NoData = 16;
    public const int InterpolateTiming = 0x2;
    public const int AutoTimingUpdate = 0x8;
    public const int AdjustLatency = 0x2000;
    public const uint NotMonitor = uint.MaxValue;

    /// <summary>pa_sample_spec.</summary>
    public struct SampleSpec
    {
        public int Format;
        public uint Rate;
        public byte Channels;
    }

    /// <summary>pa_buffer_attr, in bytes; <see cref="uint.MaxValue"/> leaves a value to the server.</summary>
    public struct BufferAttributes
    {
        public uint MaximumLength;
        public uint TargetLength;
        public uint Prebuffer;
        public uint MinimumRequest;
        public uint FragmentSize;
    }

    /// <summary>pa_channel_map and pa_cvolume: a count and a value for each of 32 channels.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 132)]
    public struct PerChannel
    {
        public uint Count;
    }

    /// <summary>pa_server_info.</summary>
    public struct ServerInfo
    {
        public byte* UserName;
        public byte* HostName;
        public byte* Version;
        public byte* Name;
        public SampleSpec Sample;
        public byte* DefaultSink;
        public byte* DefaultSource;
    }

    /// <summary>pa_source_info, as far as it is used.</summary>
    public struct SourceInfo
    {
        public byte* Name;
        public uint Index;
        public byte* Description;
        public SampleSpec Sample;
        public PerChannel Channels;
        public uint Module;
        public PerChannel Volume;
        public int IsMuted;
        public uint MonitorOfSink;
    }

    [LibraryImport(Library, EntryPoint = "pa_mainloop_new")]
    public static partial nint NewLoop();

    [LibraryImport(Library, EntryPoint = "pa_mainloop_free")]
    public static partial void FreeLoop(nint loop);

    [LibraryImport(Library, EntryPoint = "pa_mainloop_get_api")]
    public static partial nint ApiOf(nint loop);

    /// <summary>Timeout in microseconds.</summary>
    [LibraryImport(Library, EntryPoint = "pa_mainloop_prepare")]
    public static partial int Prepare(nint loop, int timeout);

    [LibraryImport(Library, EntryPoint = "pa_mainloop_poll")]
    public static partial int Poll(nint loop);

    [LibraryImport(Library, EntryPoint = "pa_mainloop_dispatch")]
    public static partial int Dispatch(nint loop);

    [LibraryImport(Library, EntryPoint = "pa_context_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewContext(nint api, string name);

    [LibraryImport(Library, EntryPoint = "pa_context_connect", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Connect(nint context, string? server, int flags, nint spawn);

    [LibraryImport(Library, EntryPoint = "pa_context_get_state")]
    public static partial int StateOf(nint context);

    [LibraryImport(Library, EntryPoint = "pa_context_errno")]
    public static partial int ErrorOf(nint context);

    [LibraryImport(Library, EntryPoint = "pa_context_disconnect")]
    public static partial void Disconnect(nint context);

    [LibraryImport(Library, EntryPoint = "pa_context_unref")]
    public static partial void Release(nint context);

    [LibraryImport(Library, EntryPoint = "pa_context_get_server_info")]
    public static partial nint AskServer(nint context, delegate* unmanaged<nint, ServerInfo*, nint, void> answer, nint state);

    [LibraryImport(Library, EntryPoint = "pa_context_get_source_info_list")]
    public static partial nint AskSources(nint context, delegate* unmanaged<nint, SourceInfo*, int, nint, void> answer, nint state);

    [LibraryImport(Library, EntryPoint = "pa_operation_get_state")]
    public static partial int StateOfOperation(nint operation);

    [LibraryImport(Library, EntryPoint = "pa_operation_unref")]
    public static partial void ReleaseOperation(nint operation);

    [LibraryImport(Library, EntryPoint = "pa_stream_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewStream(nint context, string name, in SampleSpec sample, nint channelMap);

    [LibraryImport(Library, EntryPoint = "pa_stream_connect_record", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ConnectRecord(nint stream, string? device, in BufferAttributes buffer, int flags);

    [LibraryImport(Library, EntryPoint = "pa_stream_get_state")]
    public static partial int StateOfStream(nint stream);

    /// <summary>The next fragment, which stays until it is dropped; null: a hole of that length, or, without a length, nothing yet.</summary>
    [LibraryImport(Library, EntryPoint = "pa_stream_peek")]
    public static partial int Peek(nint stream, out byte* fragment, out nuint bytes);

    [LibraryImport(Library, EntryPoint = "pa_stream_drop")]
    public static partial int Drop(nint stream);

    /// <summary>Microseconds.</summary>
    [LibraryImport(Library, EntryPoint = "pa_stream_get_latency")]
    public static partial int Latency(nint stream, out ulong microseconds, out int isNegative);

    [LibraryImport(Library, EntryPoint = "pa_stream_disconnect")]
    public static partial int DisconnectStream(nint stream);

    [LibraryImport(Library, EntryPoint = "pa_stream_unref")]
    public static partial void ReleaseStream(nint stream);

    /// <summary>What an error number means.</summary>
    public static string Explain(int error) => Marshal.PtrToStringUTF8(Text(error)) ?? $"error {error}";

    [LibraryImport(Library, EntryPoint = "pa_strerror")]
    private static partial nint Text(int error);
}
