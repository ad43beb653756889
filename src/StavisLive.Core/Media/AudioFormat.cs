namespace StavisLive.Core.Media;

/// <summary>The one sound format inside the program: mono, float32, full scale ±1.</summary>
public static class AudioFormat
{
    /// <summary>Samples per second that the sound network learned on (SoundNet).</summary>
    public const int SampleRate = 22_050;

    /// <summary>One step of a 16-bit recorder: what stays below it is silence with dither at most.</summary>
    public const float SilenceLevel = 1f / 32768;
}
