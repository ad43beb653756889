using System.Buffers.Binary;

namespace StavisLive.Media.Encoding.Libav;

/// <summary>A picture in libavcodec's hands. Disposing frees it. Not thread-safe.</summary>
internal sealed unsafe class LibavFrame : IDisposable
{
    // An offset goes over as a fraction: a hundredth of a step of the quantizers of H.264 and H.265, which have 51 of them.
    private const int Denominator = 5100;

    private readonly LibavLibrary _library;
    private readonly int _width;
    private readonly int _height;
    private readonly int _format;
    private readonly byte* _frame;

    /// <param name="library">The library; borrowed.</param>
    /// <param name="width">Pixels per row; even.</param>
    /// <param name="height">Rows; even.</param>
    public LibavFrame(LibavLibrary library, int width, int height)
    {
        (_library, _width, _height) = (library, width, height);
        _format = library.PixelFormat("yuv420p");
        _frame = (byte*)library.NewFrame();
        if (_frame == null) throw new OutOfMemoryException();
    }

    /// <summary>Its address, for the library's calls.</summary>
    public nint Address => (nint)_frame;

    /// <summary>Makes sure that it has planes of its own, which nobody else reads; what they hold is undefined.</summary>
    /// <exception cref="LibavException">There is no memory for them.</exception>
    public void Claim()
    {
        // An encoder that looks ahead may still hold the last picture's.
        if (_library.IsWritable(Address)) return;
        _library.ClearFrame(Address);
        *(int*)(_frame + LibavLayout.FrameWidth) = _width;
        *(int*)(_frame + LibavLayout.FrameHeight) = _height;
        *(int*)(_frame + LibavLayout.FrameFormat) = _format;
        if (_library.NewBuffer(Address) is < 0 and var error) throw new LibavException($"there are no buffers for a picture of {_width}x{_height}: {_library.Explain(error)}");
    }

    /// <summary>One of its three planes.</summary>
    public BgrToYuv.Plane Plane(int number) =>
        new(*(nint*)(_frame + LibavLayout.FrameData + number * sizeof(nint)), *(int*)(_frame + LibavLayout.FrameStrides + number * sizeof(int)));

    /// <summary>When it is shown, in ticks of the encoder's time base.</summary>
    public void SetTime(long ticks) => *(long*)(_frame + LibavLayout.FrameTime) = ticks;

    /// <summary>Says whether it is to be one that can be decoded without those before it, or as the encoder likes.</summary>
    public void AskForKey(bool isAsked) => *(int*)(_frame + LibavLayout.FrameKind(_library)) = isAsked ? LibavLayout.Intra : 0;

    /// <summary>Says where its quality should differ; none: nowhere.</summary>
    /// <exception cref="LibavException">There is no memory for it.</exception>
    public void SetRegions(ReadOnlySpan<RegionOfInterest> regions)
    {
        var kind = _library.RegionsKind!.Value;
        _library.RemoveSideData(Address, kind);
        if (regions.IsEmpty) return;
        var data = _library.NewSideData(Address, kind, regions.Length * LibavLayout.RegionSize);
        if (data == 0) throw new LibavException($"there is no memory for {regions.Length} regions of interest");
        var bytes = new Span<byte>((void*)*(nint*)(data + LibavLayout.SideData), regions.Length * LibavLayout.RegionSize);
        foreach (ref readonly var region in regions)
        {
            Write(bytes[..LibavLayout.RegionSize], region);
            bytes = bytes[LibavLayout.RegionSize..];
        }
    }

    /// <inheritdoc />
    public void Dispose() => _library.FreeFrame(Address);

    // Its own size, the four sides, the fraction.
    private void Write(Span<byte> entry, in RegionOfInterest region)
    {
        BinaryPrimitives.WriteInt32LittleEndian(entry, LibavLayout.RegionSize);
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], region.Top);
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], (int)Math.Min((long)region.Top + region.Height, _height));
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], region.Left);
        BinaryPrimitives.WriteInt32LittleEndian(entry[16..], (int)Math.Min((long)region.Left + region.Width, _width));
        BinaryPrimitives.WriteInt32LittleEndian(entry[20..], (int)MathF.Round(region.QuantizerOffset * Denominator));
        BinaryPrimitives.WriteInt32LittleEndian(entry[24..], Denominator);
    }
}
