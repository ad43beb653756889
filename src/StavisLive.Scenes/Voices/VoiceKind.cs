namespace StavisLive.Scenes.Voices;

/// <summary>Kind of sound that an object makes.</summary>
public enum VoiceKind
{
    /// <summary>Syllables: a harmonic series under the formants of a vowel.</summary>
    Speech,

    /// <summary>Struck notes of a pentatonic scale.</summary>
    Notes,

    /// <summary>Bursts of noise.</summary>
    Noise,

    /// <summary>Knocks on wood.</summary>
    Knocks,
}
