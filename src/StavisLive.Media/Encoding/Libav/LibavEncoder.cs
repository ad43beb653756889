using System.Globalization;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Libav;

/// <summary>Encodes pictures with regions of interest through libavcodec. Disposing frees it. Not thread-safe.</summary>
/// <remarks>
/// A picture's own time is put on what comes out. Rate control counts in pictures of the nominal rate, where holes between them count; or,
/// where pictures come when they come, in their own times, but for outages: else these would be bits saved up for later. x264, which holds
/// a picture back where it looks at times, goes on counting pictures, and its bitrate follows the rate at which they come.
/// </remarks>
internal sealed class LibavEncoder : IDisposable
{
    // What holds the pictures' own times to 11 us.
    private const double OwnRate = 90_000;

    // A longer one between two pictures is an outage.
    private static readonly MediaTime LongestStep = MediaTime.FromMilliseconds(1_000);

    private readonly int _width;
    private readonly int _height;
    private readonly double _rate;
    private readonly MediaTime? _keyDistance;
    private readonly RegionOfInterest[] _none;
    private readonly LibavContext _context;
    private readonly LibavFrame _frame;

    // Bits a second that the encoder takes for those of pictures at the nominal rate.
    private readonly (string Option, double Bits)[] _bitrates;
    private readonly double _nominal;
    private readonly PictureRate _pictures;

    // Those that are still in the encoder: as many as it looks ahead.
    private readonly Dictionary<long, MediaTime> _times = [];
    private readonly Action<LibavPacket> _emit;
    private MediaTime? _origin;
    private MediaTime _before;
    private MediaTime? _lastKey;
    private long _last = -1;
    private Take? _take;

    /// <summary>Opens an encoder.</summary>
    /// <param name="library">The library; borrowed.</param>
    /// <param name="encoder">libavcodec's name for it.</param>
    /// <param name="options">Its options, by name.</param>
    /// <param name="width">Pixels per row of the pictures; what is encoded is even.</param>
    /// <param name="height">Rows of the pictures; what is encoded is even.</param>
    /// <param name="frameRate">Nominal pictures per second.</param>
    /// <param name="keyDistance">The time from one key frame to the next, where pictures come when they come; null: they come at the nominal rate.</param>
    /// <exception cref="LibavException">There is no such encoder, or it refuses.</exception>
    public LibavEncoder(
        LibavLibrary library, string encoder, IEnumerable<(string Name, string Value)> options, int width, int height, double frameRate, MediaTime? keyDistance = null)
    {
        (_width, _height, _keyDistance) = (width, height, keyDistance);
        (_rate, _nominal, _pictures) = (keyDistance is not null ? OwnRate : frameRate, frameRate, new PictureRate(frameRate));
        (string Name, string Value)[] own = [.. options];
        _bitrates = keyDistance is null || encoder != "libx264" ? []
            : [.. own.Where(option => option.Name is "b" or "maxrate").Select(option => (option.Name, double.Parse(option.Value, CultureInfo.InvariantCulture)))];
        _none = NowhereFor(encoder, width, height);
        _emit = Emit;
        var (codedWidth, codedHeight) = (BgrToYuv.Even(width), BgrToYuv.Even(height));
        _context = new LibavContext(library, encoder,
        [
            ("video_size", string.Create(CultureInfo.InvariantCulture, $"{codedWidth}x{codedHeight}")), ("pixel_format", "yuv420p"), ("time_base", TimeBase(_rate)),
            ("color_primaries", "bt709"), ("color_trc", "bt709"), ("colorspace", "bt709"), ("color_range", "tv"),
            ("flags", "+global_header"), ("threads", "auto"), .. own, .. keyDistance is null ? Array.Empty<(string, string)>() : [("g", EncoderArguments.NoKeysByCount)],
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
        _frame.AskForKey(IsKeyDue(time));
        if (_origin is not null) FollowRate(time - _before);
        _last = Math.Max(_last + 1, TicksOf(time));
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

    private bool IsKeyDue(MediaTime time)
    {
        if (_keyDistance is not { } distance || time < _lastKey + distance) return false;
        _lastKey = time;
        return true;
    }

    private void FollowRate(MediaTime step)
    {
        if (_bitrates.Length == 0 || step > LongestStep || !_pictures.Note(step)) return;
        foreach (var (option, bits) in _bitrates) _context.Change(option, (long)Math.Min(bits * _nominal / _pictures.PerSecond, int.MaxValue));
    }

    private long TicksOf(MediaTime time)
    {
        var origin = _origin ?? time;
        if (_keyDistance is not null && _origin is not null && time - _before > LongestStep) origin += time - _before - LongestStep;
        (_origin, _before) = (origin, time);
        return (long)Math.Round((time - origin).Seconds * _rate);
    }

    private static string TimeBase(double rate)
    {
        var (pictures, seconds) = FrameRates.Fraction(rate);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds}/{pictures}");
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
