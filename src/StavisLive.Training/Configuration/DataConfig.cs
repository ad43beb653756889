namespace StavisLive.Training.Configuration;

/// <summary>What is learned from.</summary>
public sealed record DataConfig
{
    /// <summary>Folder of photographs with fixations (<c>images/</c>, <c>images.csv</c>, <c>fixations.csv</c>).</summary>
    public string? Gaze { get; init; }

    /// <summary>Videos in the published layout, instead of <see cref="Gaze"/>.</summary>
    public PublishedDataConfig? Published { get; init; }

    /// <summary>Split of <see cref="Gaze"/> to train on.</summary>
    public string Train { get; init; } = "train";

    /// <summary>Split of <see cref="Gaze"/> to validate on, which chooses the best weights.</summary>
    public string Validate { get; init; } = "val";

    /// <summary>What becomes of a picture that cannot be read.</summary>
    public BadPicture BadPicture { get; init; } = BadPicture.Stop;
}
