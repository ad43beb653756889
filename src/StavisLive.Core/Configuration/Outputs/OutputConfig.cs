using System.Text.Json.Serialization;
using StavisLive.Core.Configuration.Sources;

namespace StavisLive.Core.Configuration.Outputs;

/// <summary>Where maps go.</summary>
public sealed record OutputConfig
{
    /// <summary>What <see cref="QpMaps"/> begins with where it is a socket.</summary>
    public const string SocketPrefix = "unix:";

    /// <summary>What <see cref="Metrics"/> and <see cref="QpMaps"/> are where they go to standard output.</summary>
    public const string StandardOutput = "-";

    /// <summary>Whether a window shows the overlay; null, the default: where a screen is there and nothing else was asked for.</summary>
    public bool? Display { get; init; }

    /// <summary>Overlay video (.mp4, .mkv); for pictures an image file (.png, .jpg) or a folder; null, the default: none.</summary>
    public string? Overlay { get; init; }

    /// <summary>Maps: one .npy file, or a folder; null, the default: none.</summary>
    public string? Maps { get; init; }

    /// <summary>Metrics as JSON lines: a file, or <c>-</c> for standard output; null, the default: none.</summary>
    public string? Metrics { get; init; }

    /// <summary>
    /// Media server that video is pushed to (<c>rtsp://</c>, <c>rtmp://</c>, <c>srt://</c>, <c>udp://</c>), or a loopback camera such as
    /// <c>/dev/video9</c>; null, the default: none.
    /// </summary>
    public string? Restream { get; init; }

    /// <summary>What is pushed: <c>overlay</c>, the default, or <c>picture</c>.</summary>
    public RestreamContent RestreamContent { get; init; } = RestreamContent.Overlay;

    /// <summary>Video whose quality follows attention.</summary>
    public FoveationConfig Foveate { get; init; } = new();

    /// <summary>
    /// How each picture's blocks are to differ in quality, for encoders elsewhere: a file, <c>-</c> for standard output, or
    /// <c>unix:PATH</c> for a socket; null, the default: nowhere.
    /// </summary>
    public string? QpMaps { get; init; }

    /// <summary>Pixels of the side of a block of <see cref="QpMaps"/>: 8, 16 (the default), 32 or 64.</summary>
    public int QpBlockSize { get; init; } = 16;

    /// <summary>Where a viewer really looks.</summary>
    public GazeConfig Gaze { get; init; } = new();

    /// <summary>The last seconds, written when they are needed.</summary>
    public RecorderConfig Recorder { get; init; } = new();

    /// <summary>Strength of the heat map over the picture, 0 to 1; 0.6 by default.</summary>
    public double Opacity { get; init; } = 0.6;

    /// <summary>Colours of the heat map; <c>turbo</c> by default.</summary>
    public Colormap Colormap { get; init; } = Colormap.Turbo;

    /// <summary>Whether standard output holds records, which nothing else may be among.</summary>
    [JsonIgnore]
    public bool HasStandardOutput => Metrics == StandardOutput || QpMaps == StandardOutput;

    /// <summary>Whether any file is written.</summary>
    [JsonIgnore]
    public bool HasFiles => Files.Any();

    /// <summary>The file of <see cref="Metrics"/>; null where they go to none.</summary>
    [JsonIgnore]
    public string? MetricsFile => Metrics == StandardOutput ? null : Metrics;

    /// <summary>The file of <see cref="QpMaps"/>; null where they go to none.</summary>
    [JsonIgnore]
    public string? QpMapsFile => QpMaps == StandardOutput || QpMaps?.StartsWith(SocketPrefix, StringComparison.Ordinal) == true ? null : QpMaps;

    /// <summary>Every path that is written to, with the name of the sink that does and its key below this one's.</summary>
    [JsonIgnore]
    public IEnumerable<(string Sink, string Key, string Path)> Files
    {
        get
        {
            if (Overlay is not null) yield return ("overlay", "overlay", Overlay);
            if (Maps is not null) yield return ("maps", "maps", Maps);
            if (MetricsFile is { } metrics) yield return ("metrics", "metrics", metrics);
            if (QpMapsFile is { } qpMaps) yield return ("qpMaps", "qpMaps", qpMaps);
            if (Foveate.File is { } foveated) yield return ("foveate", "foveate.target", foveated);
        }
    }

    /// <summary>The same with a stream's name in place of <c>{name}</c>.</summary>
    internal OutputConfig NamedAfter(string stream) => this with
    {
        Overlay = Fill(Overlay, stream),
        Maps = Fill(Maps, stream),
        Metrics = Fill(Metrics, stream),
        Restream = Fill(Restream, stream),
        QpMaps = Fill(QpMaps, stream),
        Foveate = Foveate with { Target = Fill(Foveate.Target, stream) },
        Recorder = Recorder with { Folder = Fill(Recorder.Folder, stream) },
    };

    private static string? Fill(string? path, string stream) => path?.Replace("{name}", StreamName.ForFiles(stream), StringComparison.Ordinal);
}
