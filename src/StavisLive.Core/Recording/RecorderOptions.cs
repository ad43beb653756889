namespace StavisLive.Core.Recording;

/// <summary>What a flight recorder keeps, and when it writes by itself.</summary>
public sealed record RecorderOptions
{
    /// <summary>Where recordings go; made when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>How much of the stream is kept in memory, counted from its newest picture; audio that goes on without pictures is kept as long.</summary>
    /// <value>The default value is 10 seconds.</value>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes kept in memory, whatever the duration; twice as many while a recording is being written.</summary>
    /// <value>The default value is 256 MB.</value>
    public long MaxBytes { get; init; } = 256_000_000;

    /// <summary>Most recordings of a stream that stay in the folder; a new one takes the oldest one's place.</summary>
    /// <value>The default value is 10.</value>
    public int Keep { get; init; } = 10;

    /// <summary>Time from a frame's capture to its map from which on something is wrong; null: never.</summary>
    /// <value>The default value is 2 seconds.</value>
    public TimeSpan? MaxCaptureToMap { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Least time between two recordings that nobody asked for, so that a source that comes and goes fills no disk.</summary>
    /// <value>The default value is 60 seconds.</value>
    public TimeSpan AnomalyPause { get; init; } = TimeSpan.FromSeconds(60);
}
