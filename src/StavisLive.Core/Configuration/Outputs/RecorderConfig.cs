namespace StavisLive.Core.Configuration.Outputs;

/// <summary>The flight recorder: the last seconds in memory, written on a signal or when something goes wrong.</summary>
public sealed record RecorderConfig
{
    /// <summary>Folder for recordings; null, the default: no recorder.</summary>
    public string? Folder { get; init; }

    /// <summary>Seconds of the stream that are kept in memory, at most 600; 10 by default.</summary>
    public double Seconds { get; init; } = 10;

    /// <summary>Most megabytes that are kept in memory, whatever the seconds; 256 by default.</summary>
    public int Megabytes { get; init; } = 256;

    /// <summary>Most recordings of a stream that stay in the folder; 10 by default.</summary>
    public int Keep { get; init; } = 10;

    /// <summary>Milliseconds from a frame's capture to its map from which on a recording is written, 2000 by default; null: never for that.</summary>
    public double? MaxCaptureToMap { get; init; } = 2000;

    /// <summary>Least seconds between two recordings that nobody asked for, 0 to 86400; 60 by default.</summary>
    public double Pause { get; init; } = 60;
}
