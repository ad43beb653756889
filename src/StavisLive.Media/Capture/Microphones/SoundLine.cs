using StavisLive.Core.Media;

namespace StavisLive.Media.Capture.Microphones;

/// <summary>Lays blocks of sound one behind the other on the clock. Not thread-safe.</summary>
/// <remarks>
/// A device's report of its delay jitters by some milliseconds, its samples do not: they are counted on from the first
/// block. Where the reports insist that the count is off, because samples were lost or the device's clock runs
/// differently, they are believed.
/// </remarks>
/// <param name="ticksPerSecond">Of the clock.</param>
internal sealed class SoundLine(long ticksPerSecond)
{
    // Above what consumers of blocks count on over (AudioRing: 40 ms), below 45 ms, at which a shift of sound is first
    // noticed (ITU-R BT.1359).
    private const double Tolerance = 0.042;

    // A fifth of a second of 20 ms blocks: a thread that was held up for a moment is no lost sound.
    private const int Insistence = 10;

    private readonly double _ticksPerSample = (double)ticksPerSecond / AudioFormat.SampleRate;
    private long? _anchor;
    private long _samples;
    private int _reportsOff;

    /// <summary>Where a block lies.</summary>
    /// <param name="heardAt">When its first sample was heard, as the device reports it.</param>
    /// <param name="count">Its samples.</param>
    /// <returns>When its first sample was heard, in step with the blocks before it.</returns>
    public long Place(long heardAt, int count)
    {
        var counted = (_anchor ??= heardAt) + (long)Math.Round(_samples * _ticksPerSample);
        _reportsOff = Math.Abs(heardAt - counted) > Tolerance * ticksPerSecond ? _reportsOff + 1 : 0;
        if (_reportsOff == Insistence)
        {
            _anchor = counted = heardAt;
            _samples = 0;
            _reportsOff = 0;
        }
        _samples += count;
        return counted;
    }
}
