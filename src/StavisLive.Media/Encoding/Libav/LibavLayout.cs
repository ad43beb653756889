namespace StavisLive.Media.Encoding.Libav;

/// <summary>Where the few fields lie that are read and written in libavcodec's structures, in 64-bit programs.</summary>
/// <remarks>
/// The same in all majors that <see cref="LibavLibrary"/> loads, and not believed: <see cref="LibavCheck"/> has the library itself
/// confirm each before anything else is done with it.
/// </remarks>
internal static class LibavLayout
{
    // AVFrame
    public const int FrameData = 0;
    public const int FrameStrides = 64;
    public const int FrameWidth = 104;
    public const int FrameHeight = 108;
    public const int FrameFormat = 116;
    public const int FrameTime = 136;

    // libavcodec's major from which on no flag lies before the kind of the picture.
    private const int FirstWithoutKeyFlag = 62;

    /// <summary>AV_PICTURE_TYPE_I.</summary>
    public const int Intra = 1;

    // AVPacket
    public const int PacketTime = 8;
    public const int PacketData = 24;
    public const int PacketSize = 32;
    public const int PacketFlags = 40;

    // AVCodecParameters
    public const int ParametersHeader = 16;
    public const int ParametersHeaderSize = 24;

    // AVFrameSideData
    public const int SideData = 8;
    public const int SideDataSize = 16;

    /// <summary>Where the kind of a picture lies in an AVFrame.</summary>
    /// <remarks>Not confirmed beforehand but where live encoders are tried (<see cref="Foveated.RegionTest"/>): beside it lies nothing that they heed.</remarks>
    public static int FrameKind(LibavLibrary library) => library.Version >> 16 >= FirstWithoutKeyFlag ? 120 : 124;

    /// <summary>Bytes of an AVRegionOfInterest, which begins with its own size.</summary>
    public const int RegionSize = 28;

    /// <summary>AV_PKT_FLAG_KEY.</summary>
    public const int KeyFlag = 1;

    /// <summary>AV_INPUT_BUFFER_PADDING_SIZE: what must follow bytes that a decoder reads.</summary>
    public const int Padding = 64;
}
