using System.Globalization;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Matroska;

namespace StavisLive.Media.Encoding.Foveated;

/// <summary>Pictures as they are, and beside them masks of where the child is to blur them before it encodes: for encoders that take no regions.</summary>
internal sealed class PrefilteredPictures : IPictureCoding
{
    // A mask has a pixel for each block.
    private const int Block = 16;

    // The offset, of a whole range of 1, at which nothing is left of a block but its blurred copy: ten steps of H.264.
    private const float WhollyBlurred = 10 / 51f;

    // Rows of a picture for each pixel of the blur's width.
    private const double RowsPerBlur = 240;

    private readonly EncodedVideoFormat _format;
    private readonly string _encoder;
    private readonly IEnumerable<(string Name, string Value)> _options;
    private readonly MediaTime? _keyDistance;
    private readonly int _columns;
    private readonly int _rows;
    private readonly byte[] _mask;

    /// <param name="format">What comes.</param>
    /// <param name="encoder">ffmpeg's name of the encoder.</param>
    /// <param name="options">The encoder's options, by name.</param>
    /// <param name="keyDistance">The time from one key frame to the next, where pictures come when they come; null: the encoder counts them.</param>
    public PrefilteredPictures(EncodedVideoFormat format, string encoder, IEnumerable<(string Name, string Value)> options, MediaTime? keyDistance)
    {
        (_format, _encoder, _options, _keyDistance) = (format, encoder, options, keyDistance);
        (_columns, _rows) = ((format.Width + Block - 1) / Block, (format.Height + Block - 1) / Block);
        _mask = new byte[_columns * _rows];
        Tracks =
        [
            MatroskaTrackEntry.BgrVideo(format.Width, format.Height, format.FrameRate, format.PixelAspect),
            MatroskaTrackEntry.GreyVideo(_columns, _rows, format.FrameRate),
        ];
    }

    /// <summary>What the child's container wants beside.</summary>
    public IReadOnlyList<string> ContainerArguments { get; init; } = [];

    /// <inheritdoc />
    public bool HonoursRegions => true;

    /// <inheritdoc />
    public IReadOnlyList<MatroskaTrackEntry> Tracks { get; }

    /// <inheritdoc />
    public IEnumerable<string> ChildArguments =>
    [
        "-filter_complex", Filter, "-map", "[foveated]",
        .. EncoderArguments.OwnTimes, "-c:v", _encoder, .. _options.SelectMany(option => new[] { $"-{option.Name}:v", option.Value }), .. Keys,
        .. EncoderArguments.ColourTags, .. ContainerArguments,
    ];

    private IEnumerable<string> Keys => _keyDistance is { } distance ? ["-g:v", EncoderArguments.NoKeysByCount, .. EncoderArguments.KeysEvery(distance)] : [];

    private string Filter => string.Create(CultureInfo.InvariantCulture,
        $"[0:v:0]{EncoderArguments.Filter(_format, EncoderArguments.Colours)},split[sharp][copy];[copy]gblur=sigma={Math.Max(1, _format.Height / RowsPerBlur):0.##}[soft];")
        // All of a mask's levels count. Said to be in the pictures' range, they are not squeezed into it where the two meet.
        + $"[0:v:1]scale={_columns * Block}:{_rows * Block}:flags=bilinear:out_range=pc,format=yuv420p,setparams=range=tv,"
        + $"crop={Even(_format.Width)}:{Even(_format.Height)}:0:0[mask];"
        // Colours stay: the mask's own are no mask.
        + "[sharp][soft][mask]maskedmerge=planes=1[foveated]";

    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> pixels, MediaTime time, ReadOnlySpan<RegionOfInterest> regions, IPictureCoding.Take take)
    {
        Paint(regions);
        take(0, time, pixels, isKey: true);
        take(1, time, _mask, isKey: true);
    }

    /// <inheritdoc />
    public void Complete(IPictureCoding.Take take)
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private static int Even(int side) => side + side % 2;

    // From the last to the first, since of regions that overlap the first counts.
    private void Paint(ReadOnlySpan<RegionOfInterest> regions)
    {
        _mask.AsSpan().Clear();
        for (var index = regions.Length - 1; index >= 0; index--)
        {
            ref readonly var region = ref regions[index];
            var level = (byte)Math.Round(Math.Clamp(region.QuantizerOffset / WhollyBlurred, 0, 1) * byte.MaxValue);
            var (left, right) = (region.Left / Block, Math.Min(_columns, (region.Left + region.Width + Block - 1) / Block));
            for (var row = region.Top / Block; row < Math.Min(_rows, (region.Top + region.Height + Block - 1) / Block); row++)
                _mask.AsSpan(row * _columns + left, Math.Max(0, right - left)).Fill(level);
        }
    }
}
