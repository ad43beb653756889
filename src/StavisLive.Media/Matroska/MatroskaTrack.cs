using StavisLive.Core.Media;

namespace StavisLive.Media.Matroska;

/// <summary>A track as the stream's header describes it.</summary>
internal sealed record MatroskaTrack
{
    /// <summary>Number that its blocks carry.</summary>
    public required int Number { get; init; }

    /// <summary>Picture or audio.</summary>
    public required MatroskaTrackType Type { get; init; }

    /// <summary>Codec identifier, such as <c>A_AAC</c>.</summary>
    public required string CodecId { get; init; }

    /// <summary>Pixels per row; 0 for audio.</summary>
    public int Width { get; init; }

    /// <summary>Rows; 0 for audio.</summary>
    public int Height { get; init; }

    /// <summary>How wide pixels are shown, as far as whole columns tell.</summary>
    public PixelAspect PixelAspect { get; init; }

    /// <summary>What is said of the pictures' colours.</summary>
    public MatroskaColour Colour { get; init; } = MatroskaColour.Unknown;

    /// <summary>Nominal frames per second; 0 where none is given.</summary>
    public double FrameRate { get; init; }

    /// <summary>Samples per second; 0 for pictures.</summary>
    public double SampleRate { get; init; }

    /// <summary>Audio channels; 0 for pictures.</summary>
    public int Channels { get; init; }

    /// <summary>Payload of the TrackEntry element that all of this was read from.</summary>
    public required ReadOnlyMemory<byte> Entry { get; init; }

    /// <summary>Reads a TrackEntry's payload.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static MatroskaTrack Parse(ReadOnlyMemory<byte> entry)
    {
        var track = new MatroskaTrack { Number = 0, Type = MatroskaTrackType.Other, CodecId = "", Entry = entry };
        var cursor = new EbmlCursor(entry.Span);
        while (cursor.Next())
        {
            track = cursor.Id switch
            {
                EbmlId.TrackNumber => track with { Number = cursor.Count() },
                EbmlId.TrackType => track with { Type = TypeOf(cursor.Unsigned()) },
                EbmlId.CodecId => track with { CodecId = System.Text.Encoding.ASCII.GetString(cursor.Payload) },
                EbmlId.DefaultDuration => track with { FrameRate = RateOf(cursor.Unsigned()) },
                EbmlId.Video => track.WithVideo(cursor.Payload),
                EbmlId.Audio => track.WithAudio(cursor.Payload),
                _ => track,
            };
        }
        return track;
    }

    private static MatroskaTrackType TypeOf(ulong value) => value switch
    {
        1 => MatroskaTrackType.Video,
        2 => MatroskaTrackType.Audio,
        _ => MatroskaTrackType.Other,
    };

    private static double RateOf(ulong nanosecondsPerFrame) => nanosecondsPerFrame == 0 ? 0 : 1e9 / nanosecondsPerFrame;

    private MatroskaTrack WithVideo(ReadOnlySpan<byte> settings)
    {
        var (width, height, shownWidth, shownHeight) = (0, 0, 0, 0);
        var colour = MatroskaColour.Unknown;
        var cursor = new EbmlCursor(settings);
        while (cursor.Next())
        {
            if (cursor.Id == EbmlId.PixelWidth) width = cursor.Count();
            if (cursor.Id == EbmlId.PixelHeight) height = cursor.Count();
            if (cursor.Id == EbmlId.DisplayWidth) shownWidth = cursor.Count();
            if (cursor.Id == EbmlId.DisplayHeight) shownHeight = cursor.Count();
            if (cursor.Id == EbmlId.Colour) colour = MatroskaColour.Parse(cursor.Payload);
        }
        // Three bytes a pixel, in one array.
        if ((long)width * height > Array.MaxLength / 3) throw new InvalidDataException($"The Matroska stream's header is damaged: it claims pictures of {width}x{height}.");
        return this with { Width = width, Height = height, PixelAspect = PixelAspect.Of(width, height, shownWidth, shownHeight), Colour = colour };
    }

    private MatroskaTrack WithAudio(ReadOnlySpan<byte> settings)
    {
        // Matroska's defaults: mono, 8 kHz.
        var (rate, channels) = (8_000.0, 1);
        var cursor = new EbmlCursor(settings);
        while (cursor.Next())
        {
            if (cursor.Id == EbmlId.SamplingFrequency) rate = cursor.Float();
            if (cursor.Id == EbmlId.Channels) channels = cursor.Count();
        }
        return this with { SampleRate = rate, Channels = channels };
    }
}
