using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Media.Matroska;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Writes the audio track of a Matroska stream so that it has neither overlaps nor holes, but for those of an outage.</summary>
/// <remarks>Borrows the writer and all audio. Writes block.</remarks>
internal sealed class AudioTrackWriter(MatroskaWriter output, int track, MediaTime origin)
{
    // Stamps wander by some milliseconds around samples that follow each other; only more than this is a hole.
    private const int Tolerance = AudioFormat.SampleRate / 50;

    // Half a second's work for an encoder. The silence of hours would take minutes, in which live pictures are lost; so there is none,
    // and the time stamps go on behind it, as those of the pictures do.
    private const long LongestSilence = 60 * AudioFormat.SampleRate;

    // A moment of it each hour, since an mp4 cannot say that one of its packets lasts for more than a day.
    private const long LongestStep = 3_600L * AudioFormat.SampleRate;

    // Two packets of one track at one time would be refused; packets are tens of milliseconds long.
    private static readonly MediaTime LeastStep = MediaTime.FromMilliseconds(1);

    private static readonly float[] Silence = new float[AudioFormat.SampleRate / 10];

    private long _samples;
    private long _filled;
    private MediaTime? _lastPacket;

    private MediaTime End => origin + AudioTime.Of(_samples);

    /// <summary>Writes what of the audio lies between the stream's origin and <paramref name="end"/>.</summary>
    public void Write(PendingAudio audio, MediaTime end)
    {
        switch (audio)
        {
            case PendingAudio.Samples samples:
                WriteBlock(samples.Block, end);
                break;
            case PendingAudio.Encoded encoded:
                WritePacket(encoded.Packet);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Fills a track of samples with silence up to then, if it ends before; where that is an outage, it leaves it out.</summary>
    public void FillTo(MediaTime time)
    {
        var missing = AudioTime.SamplesIn(time - End);
        if (missing <= 0) return;
        while (missing > LongestSilence)
        {
            var step = Math.Min(missing, LongestStep);
            _samples += step - Silence.Length;
            WriteSamples(Silence);
            missing -= step;
        }
        for (; missing > 0; missing -= Silence.Length)
            WriteSamples(Silence.AsSpan(0, (int)Math.Min(missing, Silence.Length)));
        _filled = _samples;
    }

    /// <summary>Whether silence has taken the place of samples of then.</summary>
    public bool IsFilledAt(MediaTime time) => AudioTime.SamplesIn(time - origin) < _filled - Tolerance;

    private void WriteBlock(AudioBlock block, MediaTime end)
    {
        var gap = AudioTime.SamplesIn(block.PresentationTime - End);
        if (gap > Tolerance) FillTo(block.PresentationTime);
        var skip = (int)Math.Clamp(gap < -Tolerance ? -gap : 0, 0, block.Count);
        var room = Math.Max(0, AudioTime.SamplesIn(end - End));
        WriteSamples(block.Samples.Slice(skip, (int)Math.Min(block.Count - skip, room)));
    }

    private void WriteSamples(ReadOnlySpan<float> samples)
    {
        if (samples.IsEmpty) return;
        output.Write(track, End, MemoryMarshal.AsBytes(samples));
        _samples += samples.Length;
    }

    private void WritePacket(AudioPacket packet)
    {
        var time = packet.PresentationTime;
        if (time < origin) return;
        if (_lastPacket is { } last && time < last + LeastStep) time = last + LeastStep;
        _lastPacket = time;
        output.Write(track, time, packet.Data.Span);
    }
}
