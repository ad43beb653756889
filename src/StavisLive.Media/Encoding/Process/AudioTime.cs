using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Between numbers of samples and time.</summary>
internal static class AudioTime
{
    /// <summary>How long that many samples last.</summary>
    public static MediaTime Of(long samples) => MediaTime.FromSeconds((double)samples / AudioFormat.SampleRate);

    /// <summary>The samples of that long, to the nearest.</summary>
    public static long SamplesIn(MediaTime duration) => (long)Math.Round(duration.Seconds * AudioFormat.SampleRate);
}
