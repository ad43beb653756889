using System.Globalization;

namespace StavisLive.Media.Ffmpeg;

/// <summary>The part of ffprobe's JSON that is read.</summary>
internal sealed record ProbeDocument
{
    public ProbeStream[] Streams { get; init; } = [];

    public ProbeFormat Format { get; init; } = new();
}

internal sealed record ProbeFormat
{
    public string? Duration { get; init; }

    public string? Size { get; init; }
}

internal sealed record ProbeSideData
{
    public double Rotation { get; init; }
}

internal sealed record ProbeStream
{
    public int Index { get; init; }

    public string CodecType { get; init; } = "";

    public string CodecName { get; init; } = "";

    public int Width { get; init; }

    public int Height { get; init; }

    public string? AvgFrameRate { get; init; }

    public string? RFrameRate { get; init; }

    public string? NbFrames { get; init; }

    public string? Duration { get; init; }

    public int ExtradataSize { get; init; }

    public string? SampleAspectRatio { get; init; }

    public string? PixFmt { get; init; }

    public string? ColorSpace { get; init; }

    public string? ColorTransfer { get; init; }

    public string? ColorPrimaries { get; init; }

    public ProbeSideData[] SideDataList { get; init; } = [];

    public Dictionary<string, int> Disposition { get; init; } = [];

    /// <summary>Whether a flag of the disposition is set.</summary>
    public bool Is(string flag) => Disposition.GetValueOrDefault(flag) != 0;

    /// <summary>A fraction such as <c>30000/1001</c>; 0 where it is none.</summary>
    public static double Ratio(string? text)
    {
        var parts = text?.Split('/') ?? [];
        if (parts.Length != 2) return 0;
        var (top, bottom) = (Number(parts[0]), Number(parts[1]));
        return top is { } a && bottom is { } b && b != 0 ? a / b : 0;
    }

    /// <summary>A number; null where it is none (<c>N/A</c>).</summary>
    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
