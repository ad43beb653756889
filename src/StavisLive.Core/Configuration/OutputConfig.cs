using System.Text.Json.Serialization;

namespace StavisLive.Core.Configuration;

/// <summary>Where maps go.</summary>
public sealed record OutputConfig
{
    /// <summary>Whether a window shows the overlay; null: where a screen is there and nothing else was asked for.</summary>
    public bool? Display { get; init; }

    /// <summary>Overlay video (.mp4, .mkv); for pictures an image file (.png, .jpg) or a folder.</summary>
    public string? Overlay { get; init; }

    /// <summary>Maps: one .npy file, or a folder.</summary>
    public string? Maps { get; init; }

    /// <summary>Metrics as JSON lines.</summary>
    public string? Metrics { get; init; }

    /// <summary>The last seconds, written when they are needed.</summary>
    public RecorderConfig Recorder { get; init; } = new();

    /// <summary>Strength of the heat map over the picture, 0 to 1.</summary>
    public double Opacity { get; init; } = 0.6;

    /// <summary>Colours of the heat map.</summary>
    public string Colormap { get; init; } = "turbo";

    /// <summary>Whether any file is written.</summary>
    [JsonIgnore]
    public bool HasFiles => Overlay is not null || Maps is not null || Metrics is not null;
}
