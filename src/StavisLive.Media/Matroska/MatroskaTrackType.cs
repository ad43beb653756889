namespace StavisLive.Media.Matroska;

/// <summary>What a track holds; the numbers are Matroska's.</summary>
internal enum MatroskaTrackType
{
    /// <summary>Neither picture nor audio.</summary>
    Other = 0,

    /// <summary>Pictures.</summary>
    Video = 1,

    /// <summary>Audio.</summary>
    Audio = 2,
}
