using System.Globalization;
using System.Runtime.InteropServices;

namespace StavisLive.Media.Encoding.Libav;

/// <summary>What is used of libavcodec and libavutil, which are loaded when they are asked for and there. Thread-safe.</summary>
internal sealed unsafe class LibavLibrary
{
    // ffmpeg 4.2 to 9. libavutil's major lies two below libavcodec's.
    private const int Oldest = 58;
    private const int Newest = 63;
    private const int UtilitiesBehind = 2;

    // The ffmpeg that most have on Windows is a program alone.
    private static readonly string Command = OperatingSystem.IsWindows() ? " (winget install Gyan.FFmpeg.Shared)" : "";

    // AV_LOG_QUIET: it would write to our standard error in its own manner; what fails is told by error numbers.
    private const int Quiet = -8;

    // AV_OPT_SEARCH_CHILDREN: options of the encoder as well as those that all encoders share.
    private const int AlsoOfTheEncoder = 1;

    // Kinds of side data are numbered from 0; there are some thirty.
    private const int MostKinds = 64;

    private static readonly Lazy<(LibavLibrary? Library, string? Trouble)> Installed = new(Load);

    private readonly delegate* unmanaged<byte*, nint> _findEncoder;
    private readonly delegate* unmanaged<nint, nint> _newContext;
    private readonly delegate* unmanaged<nint*, void> _freeContext;
    private readonly delegate* unmanaged<nint, nint, nint, int> _open;
    private readonly delegate* unmanaged<nint, nint, int> _sendFrame;
    private readonly delegate* unmanaged<nint, nint, int> _receivePacket;
    private readonly delegate* unmanaged<nint> _newPacket;
    private readonly delegate* unmanaged<nint, void> _clearPacket;
    private readonly delegate* unmanaged<nint*, void> _freePacket;
    private readonly delegate* unmanaged<nint> _newParameters;
    private readonly delegate* unmanaged<nint*, void> _freeParameters;
    private readonly delegate* unmanaged<nint, nint, int> _parametersOf;
    private readonly delegate* unmanaged<nint, nint, int> _copyParameters;
    private readonly delegate* unmanaged<nint> _newFrame;
    private readonly delegate* unmanaged<nint*, void> _freeFrame;
    private readonly delegate* unmanaged<nint, void> _clearFrame;
    private readonly delegate* unmanaged<nint, int, int> _newBuffer;
    private readonly delegate* unmanaged<nint, int> _isWritable;
    private readonly delegate* unmanaged<nint, int, nuint, nint> _newSideData;
    private readonly delegate* unmanaged<nint, int, void> _removeSideData;
    private readonly delegate* unmanaged<nuint, nint> _allocate;
    private readonly delegate* unmanaged<nint, byte*, byte*, int, int> _setOption;
    private readonly delegate* unmanaged<int, byte*, nuint, int> _explain;
    private readonly delegate* unmanaged<byte*, int> _pixelFormat;

    private LibavLibrary(nint codecs, nint utilities)
    {
        _findEncoder = (delegate* unmanaged<byte*, nint>)NativeLibrary.GetExport(codecs, "avcodec_find_encoder_by_name");
        _newContext = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(codecs, "avcodec_alloc_context3");
        _freeContext = (delegate* unmanaged<nint*, void>)NativeLibrary.GetExport(codecs, "avcodec_free_context");
        _open = (delegate* unmanaged<nint, nint, nint, int>)NativeLibrary.GetExport(codecs, "avcodec_open2");
        _sendFrame = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(codecs, "avcodec_send_frame");
        _receivePacket = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(codecs, "avcodec_receive_packet");
        _newPacket = (delegate* unmanaged<nint>)NativeLibrary.GetExport(codecs, "av_packet_alloc");
        _clearPacket = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(codecs, "av_packet_unref");
        _freePacket = (delegate* unmanaged<nint*, void>)NativeLibrary.GetExport(codecs, "av_packet_free");
        _newParameters = (delegate* unmanaged<nint>)NativeLibrary.GetExport(codecs, "avcodec_parameters_alloc");
        _freeParameters = (delegate* unmanaged<nint*, void>)NativeLibrary.GetExport(codecs, "avcodec_parameters_free");
        _parametersOf = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(codecs, "avcodec_parameters_from_context");
        _copyParameters = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(codecs, "avcodec_parameters_copy");
        _newFrame = (delegate* unmanaged<nint>)NativeLibrary.GetExport(utilities, "av_frame_alloc");
        _freeFrame = (delegate* unmanaged<nint*, void>)NativeLibrary.GetExport(utilities, "av_frame_free");
        _clearFrame = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(utilities, "av_frame_unref");
        _newBuffer = (delegate* unmanaged<nint, int, int>)NativeLibrary.GetExport(utilities, "av_frame_get_buffer");
        _isWritable = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(utilities, "av_frame_is_writable");
        _newSideData = (delegate* unmanaged<nint, int, nuint, nint>)NativeLibrary.GetExport(utilities, "av_frame_new_side_data");
        _removeSideData = (delegate* unmanaged<nint, int, void>)NativeLibrary.GetExport(utilities, "av_frame_remove_side_data");
        _allocate = (delegate* unmanaged<nuint, nint>)NativeLibrary.GetExport(utilities, "av_mallocz");
        _setOption = (delegate* unmanaged<nint, byte*, byte*, int, int>)NativeLibrary.GetExport(utilities, "av_opt_set");
        _explain = (delegate* unmanaged<int, byte*, nuint, int>)NativeLibrary.GetExport(utilities, "av_strerror");
        _pixelFormat = (delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(utilities, "av_get_pix_fmt");
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(utilities, "av_log_set_level"))(Quiet);
        Version = ((delegate* unmanaged<uint>)NativeLibrary.GetExport(codecs, "avcodec_version"))();
        UtilitiesVersion = ((delegate* unmanaged<uint>)NativeLibrary.GetExport(utilities, "avutil_version"))();
        RegionsKind = FindRegions((delegate* unmanaged<int, byte*>)NativeLibrary.GetExport(utilities, "av_frame_side_data_name"));
    }

    /// <summary>What the library says of itself: major, minor and micro version.</summary>
    public uint Version { get; }

    /// <summary>The library with its version, for people.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"libavcodec {Version >> 16}.{Version >> 8 & 0xFF}.{Version & 0xFF}");

    /// <summary>Number of the side data that holds regions of interest; null: this version has none.</summary>
    public int? RegionsKind { get; }

    private uint UtilitiesVersion { get; }

    /// <summary>The library of this machine, checked.</summary>
    /// <exception cref="LibavException">There is none that can be used.</exception>
    public static LibavLibrary Get() => Installed.Value.Library ?? throw new LibavException(Installed.Value.Trouble!);

    /// <summary>The newest of these majors that is there, checked.</summary>
    /// <exception cref="LibavException">There is none that can be used.</exception>
    internal static LibavLibrary Get(params ReadOnlySpan<int> majors)
    {
        foreach (var major in majors)
        {
            if (!NativeLibrary.TryLoad(FileOf("avcodec", major), out var codecs)) continue;
            // Never unloaded: encoders have threads of their own.
            if (!NativeLibrary.TryLoad(FileOf("avutil", major - UtilitiesBehind), out var utilities)) continue;
            return Check(codecs, utilities, major);
        }
        throw new LibavException($"there is no libavcodec {majors[^1]} to {majors[0]} (ffmpeg 4.2 to 9); install ffmpeg with its shared libraries{Command}");
    }

    /// <summary>An encoder by libavcodec's name; 0 where this build has none. Never freed.</summary>
    public nint FindEncoder(string name)
    {
        fixed (byte* text = Text(name)) return _findEncoder(text);
    }

    public nint NewContext(nint encoder) => _newContext(encoder);

    public void FreeContext(nint context) => _freeContext(&context);

    public int Open(nint context, nint encoder) => _open(context, encoder, 0);

    /// <summary>Sets one of a context's options, or one of its encoder's.</summary>
    public int SetOption(nint context, string name, string value)
    {
        fixed (byte* nameText = Text(name), valueText = Text(value)) return _setOption(context, nameText, valueText, AlsoOfTheEncoder);
    }

    public int SendFrame(nint context, nint frame) => _sendFrame(context, frame);

    public int ReceivePacket(nint context, nint packet) => _receivePacket(context, packet);

    public nint NewPacket() => _newPacket();

    public void ClearPacket(nint packet) => _clearPacket(packet);

    public void FreePacket(nint packet) => _freePacket(&packet);

    public nint NewParameters() => _newParameters();

    public void FreeParameters(nint parameters) => _freeParameters(&parameters);

    public int ParametersOf(nint parameters, nint context) => _parametersOf(parameters, context);

    public int CopyParameters(nint to, nint from) => _copyParameters(to, from);

    public nint NewFrame() => _newFrame();

    public void FreeFrame(nint frame) => _freeFrame(&frame);

    public void ClearFrame(nint frame) => _clearFrame(frame);

    /// <summary>Gives a frame with size and format its planes.</summary>
    public int NewBuffer(nint frame) => _newBuffer(frame, 0);

    public bool IsWritable(nint frame) => _isWritable(frame) > 0;

    public nint NewSideData(nint frame, int kind, int size) => _newSideData(frame, kind, (nuint)size);

    public void RemoveSideData(nint frame, int kind) => _removeSideData(frame, kind);

    /// <summary>Zeros that the library itself frees with what they are put into.</summary>
    public nint Allocate(int size) => _allocate((nuint)size);

    /// <summary>Number of a pixel format; -1 where there is none.</summary>
    public int PixelFormat(string name)
    {
        fixed (byte* text = Text(name)) return _pixelFormat(text);
    }

    /// <summary>What an error number means.</summary>
    public string Explain(int error)
    {
        Span<byte> text = stackalloc byte[256];
        fixed (byte* first = text) _ = _explain(error, first, (nuint)text.Length);
        return System.Text.Encoding.UTF8.GetString(text[..Math.Max(0, text.IndexOf((byte)0))]);
    }

    private static (LibavLibrary? Library, string? Trouble) Load()
    {
        try
        {
            return (Get([.. Enumerable.Range(Oldest, Newest - Oldest + 1).Reverse()]), null);
        }
        catch (LibavException e)
        {
            return (null, e.Message);
        }
    }

    private static LibavLibrary Check(nint codecs, nint utilities, int major)
    {
        if (!Environment.Is64BitProcess) throw new LibavException("libavcodec is used by 64-bit programs only");
        try
        {
            var library = new LibavLibrary(codecs, utilities);
            if (library.Version >> 16 != major || library.UtilitiesVersion >> 16 != major - UtilitiesBehind)
                throw new LibavException($"the file of libavcodec {major} says that it is {library.Name}, with libavutil {library.UtilitiesVersion >> 16}");
            if (library.RegionsKind is null) throw new LibavException($"{library.Name} knows no regions of interest");
            LibavCheck.Confirm(library);
            return library;
        }
        catch (EntryPointNotFoundException e)
        {
            throw new LibavException($"the file of libavcodec {major} lacks what is needed: {e.Message}");
        }
    }

    private static string FileOf(string name, int major)
    {
        if (OperatingSystem.IsWindows()) return $"{name}-{major}.dll";
        return OperatingSystem.IsMacOS() ? $"lib{name}.{major}.dylib" : $"lib{name}.so.{major}";
    }

    private static int? FindRegions(delegate* unmanaged<int, byte*> nameOf)
    {
        for (var kind = 0; kind < MostKinds; kind++)
        {
            if (Marshal.PtrToStringUTF8((nint)nameOf(kind)) is { } name && name.Equals("Regions Of Interest", StringComparison.OrdinalIgnoreCase)) return kind;
        }
        return null;
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text + '\0');
}
