using System.Numerics.Tensors;
using StavisLive.Core.Media;

namespace StavisLive.Core.Synchronization;

/// <summary>Finds when beeps and claps begin: where sound gets much louder within a millisecond or two. Not thread-safe.</summary>
internal sealed class OnsetDetector
{
    // The loudness of a millisecond is its largest magnitude.
    private const double Hop = 0.001;

    // An onset is loud against the tenth of a second before it, by 12 dB, and reaches its peak within the next 30 ms.
    private const int QuietHops = 100;
    private const int RiseHops = 30;
    private const float Rise = 0.25f;

    // -50 dB of full scale; and five times what the room usually is.
    private const double LeastLevel = 0.003;
    private const double AboveUsual = 5;

    // Claps and beeps are alike; what is 12 dB below most of them is something else.
    private const double AlikeShare = 0.25;
    private const double Typical = 0.8;

    // Sound whose stamps jump by more than this has lost its line.
    private const int LongestHole = 60_000;

    private readonly List<float> _levels = [];
    private double _origin;
    private double _next = double.NaN;

    /// <summary>Seconds of sound heard.</summary>
    public double Duration => _levels.Count * Hop;

    /// <summary>Listens to a block. Borrows it.</summary>
    public void Add(AudioBlock block)
    {
        var begin = block.PresentationTime.Seconds;
        if (double.IsNaN(_next)) _origin = _next = begin;
        // Stamps are rounded, samples are not: blocks that nearly join do.
        if (Math.Abs(begin - _next) > 0.04) _next = begin;
        var samples = (ReadOnlySpan<float>)block.Samples;
        for (var at = 0; at < samples.Length;)
        {
            var hop = (int)((_next - _origin) / Hop);
            var end = (int)Math.Min(samples.Length, at + Math.Max(1, Math.Ceiling((((hop + 1) * Hop) - (_next - _origin)) * AudioFormat.SampleRate)));
            Raise(hop, Math.Abs(TensorPrimitives.MaxMagnitude(samples[at..end])));
            _next += (double)(end - at) / AudioFormat.SampleRate;
            at = end;
        }
    }

    /// <summary>When the sounds so far began, in seconds of their line.</summary>
    public double[] Find()
    {
        if (_levels.Count == 0) return [];
        var threshold = Math.Max(LeastLevel, AboveUsual * Quantile.Of(_levels.Select(level => (double)level), 0.5));
        var onsets = new List<(int Hop, float Peak)>();
        var quietFrom = 0;
        for (var hop = 0; hop < _levels.Count; hop++)
        {
            if (_levels[hop] < threshold || hop < quietFrom) continue;
            var peak = Loudest(hop, hop + RiseHops);
            var before = Loudest(hop - QuietHops, hop);
            if (_levels[hop] < Rise * peak || before >= Rise * peak) continue;
            onsets.Add((hop, peak));
            quietFrom = hop + QuietHops;
        }
        var alike = AlikeShare * Quantile.Of(onsets.Select(onset => (double)onset.Peak), Typical);
        return [.. onsets.Where(onset => onset.Peak >= alike).Select(onset => _origin + (onset.Hop * Hop))];
    }

    private void Raise(int hop, float level)
    {
        // What comes before the first block, or long after the last, is not this sound's.
        if (hop < 0 || hop > _levels.Count + LongestHole) return;
        while (_levels.Count <= hop) _levels.Add(0);
        _levels[hop] = Math.Max(_levels[hop], level);
    }

    private float Loudest(int from, int to)
    {
        from = Math.Max(0, from);
        to = Math.Min(_levels.Count, to);
        var loudest = 0f;
        for (var hop = from; hop < to; hop++) loudest = Math.Max(loudest, _levels[hop]);
        return loudest;
    }
}
