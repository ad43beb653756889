using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Media.Sources.Capture;

/// <summary>Lays blocks of samples one behind the other, where their stamps say. Not thread-safe.</summary>
/// <remarks>
/// Samples are a gapless count, exact where stamps are rounded to milliseconds, as long as both agree. What is missing by the stamps is silence, what
/// overlaps is left out.
/// </remarks>
internal sealed class SampleLine
{
    // Some cameras' stamps wander by 60 ms around samples that follow each other. Only more than this is a hole, or an overlap.
    private const int Hole = AudioFormat.SampleRate / 10;

    // What ten seconds of stamps are off by on average is no wandering, but a clock of another pace or a small hole. Made good at less than half of the
    // 45 ms at which a shift of audio is first noticed (ITU-R BT.1359).
    private const double MostShift = AudioFormat.SampleRate * 0.02;
    private const double Memory = 10.0 * AudioFormat.SampleRate;

    private long? _next;
    private double _shift;
    private bool _overlaps;

    /// <summary>Places the next block.</summary>
    /// <param name="stamp">Number of its first sample by its stamp.</param>
    /// <param name="count">How many it has.</param>
    public SamplePlace Place(long stamp, int count)
    {
        var place = PlaceOf(stamp, count);
        _next = place.First + place.Silence + count - place.Heard;
        return place;
    }

    private SamplePlace PlaceOf(long stamp, int count)
    {
        // Before the first sample that there is, there is silence.
        if (_next is not { } next) return Behind(Math.Min(stamp, 0), stamp);
        var gap = stamp - next;
        // Of stamps that jumped back ffmpeg makes ones that hardly advance until the old time is reached: so long, samples are left out.
        if (gap < -Hole || (_overlaps && gap < 0)) return Within(next, -gap, count);
        _overlaps = false;
        return gap > Hole ? Behind(next, stamp) : Joined(next, gap, count);
    }

    private SamplePlace Within(long next, long overlap, int count)
    {
        var heard = (int)Math.Min(overlap, count);
        _overlaps = heard == count;
        _shift = 0;
        return new SamplePlace(next, Heard: heard);
    }

    private SamplePlace Behind(long next, long stamp)
    {
        _shift = 0;
        // A hole that is longer than anybody keeps sound for needs no filling.
        return stamp - next <= AudioRing.Capacity ? new SamplePlace(next, Silence: (int)(stamp - next)) : new SamplePlace(stamp);
    }

    private SamplePlace Joined(long next, long gap, int count)
    {
        _shift += (gap - _shift) * Math.Min(1, count / Memory);
        if (Math.Abs(_shift) <= MostShift) return new SamplePlace(next);
        var missing = (int)Math.Max(_shift, -count);
        _shift -= missing;
        return missing > 0 ? new SamplePlace(next, Silence: missing) : new SamplePlace(next, Heard: -missing);
    }
}
