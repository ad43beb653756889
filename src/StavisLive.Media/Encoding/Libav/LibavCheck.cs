namespace StavisLive.Media.Encoding.Libav;

/// <summary>Has a library confirm that its structures are laid out as <see cref="LibavLayout"/> says.</summary>
/// <remarks>
/// Its encoder of uncompressed pictures gives back what it read of a frame. The numbers are such that no field can be taken for another;
/// where one lies elsewhere, the library refuses the frame, or what comes back differs.
/// </remarks>
internal static unsafe class LibavCheck
{
    // Two of them even, no two sides or strides the same.
    private const int Width = 82;
    private const int Height = 46;
    private const long Time = 0x123456789;
    private const int Length = Width * Height * 3 / 2;
    private const int HeaderLength = 37;

    /// <summary>Does so.</summary>
    /// <exception cref="LibavException">It does not.</exception>
    public static void Confirm(LibavLibrary library)
    {
        ConfirmHeader(library);
        ConfirmSideData(library);
        using var frame = new LibavFrame(library, Width, Height);
        frame.Claim();
        if (!HasPlanes(frame)) throw Unknown(library, "pictures");
        Paint(frame);
        frame.SetTime(Time);
        var isSame = false;
        using var context = new LibavContext(library, "rawvideo",
            [("video_size", $"{Width}x{Height}"), ("pixel_format", "yuv420p"), ("time_base", "1/1000")]);
        context.Encode(frame, packet => isSame = packet is { Time: Time, IsKey: true, Data.Length: Length } && IsPainted(packet.Data));
        if (!isSame) throw Unknown(library, "packets");
    }

    // A copy must hold the same bytes in a place of its own.
    private static void ConfirmHeader(LibavLibrary library)
    {
        byte* from = (byte*)library.NewParameters(), to = (byte*)library.NewParameters();
        try
        {
            var header = (byte*)library.Allocate(HeaderLength + LibavLayout.Padding);
            for (var at = 0; at < HeaderLength; at++) header[at] = Level(at);
            *(nint*)(from + LibavLayout.ParametersHeader) = (nint)header;
            *(int*)(from + LibavLayout.ParametersHeaderSize) = HeaderLength;
            var copied = library.CopyParameters((nint)to, (nint)from) >= 0 ? *(nint*)(to + LibavLayout.ParametersHeader) : 0;
            var isSame = copied != 0 && copied != (nint)header && *(int*)(to + LibavLayout.ParametersHeaderSize) == HeaderLength
                && new ReadOnlySpan<byte>((void*)copied, HeaderLength).SequenceEqual(new ReadOnlySpan<byte>(header, HeaderLength));
            if (!isSame) throw Unknown(library, "headers");
        }
        finally
        {
            library.FreeParameters((nint)from);
            library.FreeParameters((nint)to);
        }
    }

    // Its kind lies before the address that is used, and its size behind it.
    private static void ConfirmSideData(LibavLibrary library)
    {
        const int Size = 3 * LibavLayout.RegionSize;
        var frame = library.NewFrame();
        try
        {
            var data = (byte*)library.NewSideData(frame, library.RegionsKind!.Value, Size);
            var isKnown = data != null && *(int*)data == library.RegionsKind && *(nint*)(data + LibavLayout.SideData) != 0 && *(int*)(data + LibavLayout.SideDataSize) == Size;
            if (!isKnown) throw Unknown(library, "side data");
        }
        finally
        {
            library.FreeFrame(frame);
        }
    }

    // Where the planes lie and how long their rows are, the library itself has filled in.
    private static bool HasPlanes(LibavFrame frame)
    {
        var (luma, blue, red) = (frame.Plane(0), frame.Plane(1), frame.Plane(2));
        return luma.First != 0 && blue.First != 0 && red.First != 0
            && luma.Stride is >= Width and < Width * 4 && blue.Stride is >= Width / 2 and < Width * 2 && red.Stride == blue.Stride;
    }

    private static void Paint(LibavFrame frame)
    {
        var at = 0;
        for (var number = 0; number < 3; number++)
        {
            var (plane, scale) = (frame.Plane(number), number == 0 ? 1 : 2);
            for (var row = 0; row < Height / scale; row++)
            {
                for (var column = 0; column < Width / scale; column++) plane.Row(row)[column] = Level(at++);
            }
        }
    }

    private static bool IsPainted(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] != Level(at)) return false;
        }
        return true;
    }

    private static byte Level(int at) => (byte)((at * 31) + (at >> 8));

    private static LibavException Unknown(LibavLibrary library, string what) => new($"{library.Name} lays its {what} out in a way that is not known here");
}
