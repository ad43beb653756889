using System.Runtime.Versioning;
using NAudio.CoreAudioApi;
using StavisLive.Core.Media;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>Hands on the packets of a recording through WASAPI, each with the moment at which it was heard. Used by the recording's thread.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WasapiPackets(AudioHandler heard, TimeProvider time)
{
    // The performance counter as WASAPI reports it, which is the clock of TimeProvider.System.
    private const double CounterTicksPerSecond = 1e7;

    private float[] _silence = [];
    private long? _next;

    /// <summary>Takes one.</summary>
    /// <param name="samples">What was heard; none in the packet that ends each reading of the device, which has no moment either.</param>
    /// <param name="flags">What Windows says of it.</param>
    /// <param name="counter">When its first sample was heard.</param>
    public void Take(ReadOnlySpan<float> samples, AudioClientBufferFlags flags, long counter)
    {
        if (samples.IsEmpty) return;
        var length = samples.Length * time.TimestampFrequency / AudioFormat.SampleRate;
        // A packet whose moment Windows could not read follows the one before.
        var heardAt = flags.HasFlag(AudioClientBufferFlags.TimestampError)
            ? _next ?? time.GetTimestamp() - length
            : (long)(counter * (time.TimestampFrequency / CounterTicksPerSecond));
        _next = heardAt + length;
        heard(flags.HasFlag(AudioClientBufferFlags.Silent) ? Silence(samples.Length) : samples, heardAt);
    }

    // What lies in a silent packet means nothing.
    private ReadOnlySpan<float> Silence(int length)
    {
        if (_silence.Length < length) _silence = new float[length];
        return _silence.AsSpan(0, length);
    }
}
