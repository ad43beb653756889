using System.Runtime.InteropServices;

namespace StavisLive.Media.Sources.Microphones.Pulse;

/// <summary>What is used of libpulse and libpulse-simple (PulseAudio's own, or the ones that come with PipeWire).</summary>
internal static unsafe partial class PulseLibrary
{
    private const string Simple = "libpulse-simple.so.0";
    private const string Main = "libpulse.so.0";

    // pulse/def.h, pulse/sample.h
    public const int Record = 2;
    public const int Float32LittleEndian = 5;
    public const int NoAutospawn = 1;
    public const int ContextReady = 4;
    public const int OperationRunning = 0;
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

    [LibraryImport(Simple, EntryPoint = "pa_simple_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Open(
        string? server, string name, int direction, string? device, string stream, in SampleSpec sample, nint channelMap, in BufferAttributes buffer, out int error);

    [LibraryImport(Simple, EntryPoint = "pa_simple_read")]
    public static partial int Read(nint connection, void* samples, nuint bytes, out int error);

    /// <summary>Microseconds.</summary>
    [LibraryImport(Simple, EntryPoint = "pa_simple_get_latency")]
    public static partial ulong Latency(nint connection, out int error);

    [LibraryImport(Simple, EntryPoint = "pa_simple_free")]
    public static partial void Close(nint connection);

    [LibraryImport(Main, EntryPoint = "pa_mainloop_new")]
    public static partial nint NewLoop();

    [LibraryImport(Main, EntryPoint = "pa_mainloop_free")]
    public static partial void FreeLoop(nint loop);

    [LibraryImport(Main, EntryPoint = "pa_mainloop_get_api")]
    public static partial nint ApiOf(nint loop);

    /// <summary>Timeout in microseconds.</summary>
    [LibraryImport(Main, EntryPoint = "pa_mainloop_prepare")]
    public static partial int Prepare(nint loop, int timeout);

    [LibraryImport(Main, EntryPoint = "pa_mainloop_poll")]
    public static partial int Poll(nint loop);

    [LibraryImport(Main, EntryPoint = "pa_mainloop_dispatch")]
    public static partial int Dispatch(nint loop);

    [LibraryImport(Main, EntryPoint = "pa_context_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewContext(nint api, string name);

    [LibraryImport(Main, EntryPoint = "pa_context_connect", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Connect(nint context, string? server, int flags, nint spawn);

    [LibraryImport(Main, EntryPoint = "pa_context_get_state")]
    public static partial int StateOf(nint context);

    [LibraryImport(Main, EntryPoint = "pa_context_errno")]
    public static partial int ErrorOf(nint context);

    [LibraryImport(Main, EntryPoint = "pa_context_disconnect")]
    public static partial void Disconnect(nint context);

    [LibraryImport(Main, EntryPoint = "pa_context_unref")]
    public static partial void Release(nint context);

    [LibraryImport(Main, EntryPoint = "pa_context_get_server_info")]
    public static partial nint AskServer(nint context, delegate* unmanaged<nint, ServerInfo*, nint, void> answer, nint state);

    [LibraryImport(Main, EntryPoint = "pa_context_get_source_info_list")]
    public static partial nint AskSources(nint context, delegate* unmanaged<nint, SourceInfo*, int, nint, void> answer, nint state);

    [LibraryImport(Main, EntryPoint = "pa_operation_get_state")]
    public static partial int StateOfOperation(nint operation);

    [LibraryImport(Main, EntryPoint = "pa_operation_unref")]
    public static partial void ReleaseOperation(nint operation);

    /// <summary>What an error number means.</summary>
    public static string Explain(int error) => Marshal.PtrToStringUTF8(Text(error)) ?? $"error {error}";

    [LibraryImport(Main, EntryPoint = "pa_strerror")]
    private static partial nint Text(int error);
}
