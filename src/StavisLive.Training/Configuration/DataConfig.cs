namespace StavisLive.Training.Configuration;

/// <summary>What is learned from.</summary>
public sealed record DataConfig
{
    /// <summary>
    /// Folder of photographs with fixations (<c>images/</c>, <c>images.csv</c>, <c>fixations.csv</c>); null where stages learn from
    /// <see cref="Clips"/> alone.
    /// </summary>
    public string? Gaze { get; init; }

    /// <summary>Folder of clips with fixations (<c>clips/</c>, <c>clips.csv</c>, <c>fixations.csv</c>), beside <see cref="Gaze"/>.</summary>
    public string? Clips { get; init; }

    /// <summary>Folder of recordings of speech: what is heard of faces that talk, and beside pictures that it has nothing to do with.</summary>
    public string? Speech { get; init; }

    /// <summary>OpenCV's cascade that finds faces in the photographs (Debian: package opencv-data), for stages with people who talk.</summary>
    public string? Faces { get; init; }

    /// <summary>Videos in the published layout, instead of <see cref="Gaze"/>.</summary>
    public PublishedDataConfig? Published { get; init; }

    /// <summary>Split of <see cref="Gaze"/> and <see cref="Clips"/> to train on.</summary>
    public string Train { get; init; } = "train";

    /// <summary>Split of <see cref="Gaze"/> and <see cref="Clips"/> to validate on, which chooses the best weights.</summary>
    public string Validate { get; init; } = "val";

    /// <summary>What becomes of a picture that cannot be read.</summary>
    public BadPicture BadPicture { get; init; } = BadPicture.Stop;
}
