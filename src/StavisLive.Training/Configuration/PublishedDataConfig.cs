namespace StavisLive.Training.Configuration;

/// <summary>Videos in the layout in which the authors of STAViS hand the six databases out.</summary>
public sealed record PublishedDataConfig
{
    /// <summary>Folder with <c>video_frames/</c>, <c>video_audio/</c> and <c>annotations/</c>.</summary>
    public string? Root { get; init; }

    /// <summary>Lists of the videos to train on, under <see cref="Root"/> or with paths of their own; a list's name begins with its data set's.</summary>
    public IReadOnlyList<string> Train { get; init; } = [];

    /// <summary>Lists of the videos to validate on.</summary>
    public IReadOnlyList<string> Validate { get; init; } = [];
}
