using System.Globalization;
using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Libav;

/// <summary>Encodes pictures with regions of interest through libavcodec. Disposing frees it. Not thread-safe.</summary>
/// <remarks>
/// Rate control counts in pictures of the nominal rate, and a picture's own time is put on what comes out: times may be uneven, and
/// where they leave holes, these count.
/// </remarks>
internal sealed class LibavEncoder : IDisposable
{
    // Where no rate is known.
    private const double UsualRate = 25;

    private readonly int _width;
    private readonly int _height;
    private readonly double _rate;

    private readonly RegionOfInterest[] _none;
    private readonly LibavContext _context;
    private readonly LibavFrame _frame;

    // Those that are still in the encoder: as many as it looks ahead.
    private readonly Dictionary<long, MediaTime> _times = [];
    private readonly Action<LibavPacket> _emit;
    private MediaTime? _origin;
    private long _last = -1;
    private Take? _take;

    /// <summary>Opens an encoder.</summary>
    /// <param name="library">The library; borrowed.</param>
    /// <param name="encoder">libavcodec's name for it.</param>
    /// <param name="options">Its options, by name.</param>
    /// <param name="width">Pixels per row of the pictures; what is encoded is even.</param>
    /// <param name="height">Rows of the pictures; what is encoded is even.</param>
    /// <param name="frameRate">Nominal pictures per second; 0 when unknown.</param>
    /// <exception cref="LibavException">There is no such encoder, or it refuses.</exception>
    public LibavEncoder(LibavLibrary library, string encoder, IEnumerable<(string Name, string Value)> options, int width, int height, double frameRate)
    {
        (_width, _height, _rate) = (width, height, frameRate > 0 ? frameRate : UsualRate);
        _none = NowhereFor(encoder, width, height);
        _emit = Emit;
        var (codedWidth, codedHeight) = (BgrToYuv.Even(width), BgrToYuv.Even(height));
        _context = new LibavContext(library, encoder,
        [
            ("video_size", string.Create(CultureInfo.InvariantCulture, $"{codedWidth}x{codedHeight}")), ("pixel_format", "yuv420p"), ("time_base", TimeBase(_rate)),
            ("color_primaries", "bt709"), ("color_trc", "bt709"), ("colorspace", "bt709"), ("color_range", "tv"),
            ("flags", "+global_header"), ("threads", "auto"), .. options,
        ]);
        try
        {
            _frame = new LibavFrame(library, codedWidth, codedHeight);
        }
        catch
        {
            _context.Dispose();
            throw;
        }
    }

    /// <summary>Takes what comes out. Borrows the bytes for the call.</summary>
    public delegate void Take(MediaTime time, ReadOnlySpan<byte> bytes, bool isKey);

    /// <summary>The regions that change nothing, in the form that an encoder can do with.</summary>
    /// <remarks>x265 makes room for regions when it meets its first picture, and none later: it would write to nowhere, or keep the last ones.</remarks>
    public static RegionOfInterest[] NowhereFor(string encoder, int width, int height) =>
        encoder == "libx265" ? [new RegionOfInterest(0, 0, width, height, 0)] : [];

    /// <summary>What a decoder must know beforehand; empty for encoders that need none.</summary>
    public byte[] Header => _context.Header;

    /// <summary>Encodes a picture and hands out what is ready, which may be earlier ones.</summary>
    /// <param name="pixels">8-bit BGR rows without padding. Borrowed for the call.</param>
    /// <param name="time">When it is shown; later than those before.</param>
    /// <param name="regions">Where its quality should differ. Of regions that overlap the first counts. Borrowed like the pixels.</param>
    /// <param name="take">Takes what is ready.</param>
    /// <exception cref="LibavException">The encoder failed.</exception>
    public void Encode(ReadOnlySpan<byte> pixels, MediaTime time, ReadOnlySpan<RegionOfInterest> regions, Take take)
    {
        _frame.Claim();
        BgrToYuv.Convert(pixels, _width, _height, _frame.Plane(0), _frame.Plane(1), _frame.Plane(2));
        _frame.SetRegions(regions.IsEmpty ? _none : regions);
        _origin ??= time;
        _last = Math.Max(_last + 1, (long)Math.Round((time - _origin.Value).Seconds * _rate));
        _times[_last] = time;
        _frame.SetTime(_last);
        Run(_frame, take);
    }

    /// <summary>Hands out what is left.</summary>
    /// <exception cref="LibavException">The encoder failed.</exception>
    public void Complete(Take take) => Run(null, take);

    /// <inheritdoc />
    public void Dispose()
    {
        _frame.Dispose();
        _context.Dispose();
    }

    // Rates of television are a thousandth below whole ones.
    private static string TimeBase(double rate)
    {
        var whole = Math.Round(rate * 1.001);
        return Math.Abs(whole / 1.001 - rate) < 0.0005
            ? string.Create(CultureInfo.InvariantCulture, $"1001/{whole * 1000:0}")
            : string.Create(CultureInfo.InvariantCulture, $"1000/{rate * 1000:0}");
    }

    private void Run(LibavFrame? frame, Take take)
    {
        _take = take;
        try
        {
            _context.Encode(frame, _emit);
        }
        finally
        {
            _take = null;
        }
    }

    private void Emit(LibavPacket packet)
    {
        if (_times.Remove(packet.Time, out var time)) _take!(time, packet.Data, packet.IsKey);
    }
}
