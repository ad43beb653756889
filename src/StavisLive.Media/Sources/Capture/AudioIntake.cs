namespace StavisLive.Media.Sources.Capture;

/// <summary>What a capture takes of its input's audio.</summary>
internal enum AudioIntake
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Mono samples.</summary>
    Samples,

    /// <summary>Mono samples, and the source's own audio for a recording.</summary>
    SamplesAndRecording,

    /// <summary>The same, where the source's own packets fit no Matroska: with its rate and channels, without further loss.</summary>
    SamplesAndFlac,

    /// <summary>Nothing yet: it is announced but doesn't come, and when it does for more than a moment, that ends the capture.</summary>
    Awaited,
}
