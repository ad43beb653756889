namespace StavisLive.Training.Configuration;

/// <summary>What becomes of a picture that cannot be read.</summary>
public enum BadPicture
{
    /// <summary>The training ends with an error that names it.</summary>
    Stop,

    /// <summary>It is named and left out.</summary>
    Skip,
}
