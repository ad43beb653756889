using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>The last half minute of a stream's audio, by sample number. Bounded; not thread-safe.</summary>
/// <remarks>
/// Samples are numbered from time zero of the stream's line. The first block lies where its stamp says; the following
/// ones join it by count, because stamps are rounded (Matroska: to the millisecond) and samples are not. A block whose
/// stamp is further off is taken at its word: what lies between is silence.
/// </remarks>
public sealed class AudioRing
{
    /// <summary>Samples that it keeps. A window is 1.6 s at most; audio may run ahead of the pictures by what a container interleaves, seconds at worst.</summary>
    public const int Capacity = 30 * AudioFormat.SampleRate;

    // Far above the rounding of stamps, below the 45 ms at which a shift of audio is first noticed (ITU-R BT.1359).
    private const int JoinTolerance = AudioFormat.SampleRate * 40 / 1000;

    private readonly float[] _samples = new float[Capacity];
    private long _begin;
    private float[] _kept = [];
    private long _keptBegin;

    /// <summary>Number of the sample behind the newest one; 0 before the first block.</summary>
    public long Horizon { get; private set; }

    /// <summary>Whether any audio has arrived.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Takes a block. Copies it.</summary>
    /// <returns>The number of its first sample, which lies before <see cref="Horizon"/> where it has been heard already.</returns>
    public long Write(AudioBlock block) => Write(NumberOf(block.PresentationTime), block.Samples);

    /// <summary>Takes samples of which the first has a number. Copies them.</summary>
    /// <returns>The number that it has been given.</returns>
    internal long Write(long at, ReadOnlySpan<float> samples)
    {
        if (!HasBegun)
        {
            HasBegun = true;
            _begin = Horizon = at;
        }
        else if (Math.Abs(at - Horizon) <= JoinTolerance) at = Horizon;

        var first = at;
        // Audio that comes again (stamps that ran backwards) has been heard.
        if (at < Horizon)
        {
            samples = samples[(int)Math.Min(Horizon - at, samples.Length)..];
            at = Horizon;
        }
        if (samples.Length > Capacity)
        {
            at += samples.Length - Capacity;
            samples = samples[^Capacity..];
        }
        FillHole(at);
        Put(at, samples);
        Horizon = at + samples.Length;
        _begin = Math.Max(_begin, Horizon - Capacity);
        return first;
    }

    /// <summary>Keeps samples from number <paramref name="begin"/> on beyond what the ring holds, instead of those that were kept before.</summary>
    internal void Keep(long begin, int count)
    {
        var kept = new float[count];
        CopyTo(begin, kept);
        (_kept, _keptBegin) = (kept, begin);
    }

    /// <summary>Copies samples from number <paramref name="begin"/> on; where there are none, zeros.</summary>
    public void CopyTo(long begin, Span<float> output)
    {
        output.Clear();
        CopyKept(begin, output);
        var from = Math.Max(begin, _begin);
        var to = Math.Min(begin + output.Length, Horizon);
        while (from < to)
        {
            var index = IndexOf(from);
            var run = (int)Math.Min(to - from, Capacity - index);
            _samples.AsSpan(index, run).CopyTo(output[(int)(from - begin)..]);
            from += run;
        }
    }

    /// <summary>The sample that is heard at a time of the stream's line.</summary>
    public static long NumberOf(MediaTime time) => (long)Math.Round(time.Nanoseconds * (double)AudioFormat.SampleRate / 1e9);

    /// <summary>When a sample is heard, to the nanosecond: <see cref="NumberOf"/> of it is the sample's number again.</summary>
    public static MediaTime TimeOf(long number) => new((long)Math.Round(number * 1e9 / AudioFormat.SampleRate));

    // Before the ring's beginning, so that the ring's own come over them.
    private void CopyKept(long begin, Span<float> output)
    {
        var from = Math.Max(begin, _keptBegin);
        var to = Math.Min(Math.Min(begin + output.Length, _keptBegin + _kept.Length), _begin);
        if (from < to) _kept.AsSpan((int)(from - _keptBegin), (int)(to - from)).CopyTo(output[(int)(from - begin)..]);
    }

    private void FillHole(long until)
    {
        // Longer than the ring, a hole leaves nothing of what was before.
        for (var at = Math.Max(Horizon, until - Capacity); at < until; at++) _samples[IndexOf(at)] = 0;
    }

    private void Put(long at, ReadOnlySpan<float> samples)
    {
        while (samples.Length > 0)
        {
            var index = IndexOf(at);
            var run = Math.Min(samples.Length, Capacity - index);
            samples[..run].CopyTo(_samples.AsSpan(index));
            samples = samples[run..];
            at += run;
        }
    }

    private static int IndexOf(long number) => (int)(((number % Capacity) + Capacity) % Capacity);
}
