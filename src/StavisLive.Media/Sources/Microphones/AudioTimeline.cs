using StavisLive.Core.Media;
using StavisLive.Core.Synchronization;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>Lays a microphone's blocks one behind the other on the pictures' line, and keeps them there. Not thread-safe.</summary>
/// <remarks>
/// A device's reports of its delay jitter, its samples do not: they are counted on from the first block. But its clock runs
/// faster or slower than the pictures': what its count is off by is measured all the time, and made good by reading the samples a
/// little faster or slower. Where the reports insist that the count is far off, because samples were lost, they are believed, and
/// a hole is left.
/// </remarks>
internal sealed class AudioTimeline
{
    // Above what consumers of blocks count on over (AudioRing: 40 ms), below 45 ms, at which a shift of audio is first
    // noticed (ITU-R BT.1359).
    private const double Tolerance = 0.042;

    // A fifth of a second of 20 ms blocks: a thread that was held up for a moment is no lost audio.
    private const int Insistence = 10;

    // An offset is made good within seconds, at no more than 3.5 cents of a semitone: heard by nobody.
    private const double CorrectionTime = 5;
    private const double LargestCorrection = 0.002;

    // The first report may itself be late, by all that a machine does while a program starts: until the sixth second it is made good faster, at 17 cents
    // of a semitone. Five seconds of that are the tolerance.
    private const double Beginning = 6;
    private const double FirstCorrectionTime = 1;
    private const double LargestFirstCorrection = 0.01;

    // Share of the way to a new pace that is gone with each block of 20 ms: half a second until it is reached.
    private const double PaceStep = 0.05;

    private ClockTracker _clock = new();
    private Resampler _resampler = new();
    private double? _anchor;
    private long _heard;
    private long _laid;
    private double _pace = 1;
    private int _reportsOff;

    /// <summary>How the audio lies; null before that is known.</summary>
    public SyncReading? Reading => _clock.IsKnown ? new SyncReading(Offset * 1000, _clock.DriftPpm) : null;

    // When the next sample is laid, less when it was heard, in seconds.
    private double Offset => _anchor!.Value + Seconds(_laid) - TimeOf(_resampler.Position / AudioFormat.SampleRate);

    /// <summary>Takes a block and gives what is to be laid next.</summary>
    /// <param name="samples">Mono samples as they were heard.</param>
    /// <param name="heardAt">When the first of them was heard, on the pictures' line, as the device reports it.</param>
    /// <param name="begin">When the first sample given is heard, in step with those given before.</param>
    /// <returns>Samples in step with the pictures; valid until the next call.</returns>
    public ReadOnlySpan<float> Take(ReadOnlySpan<float> samples, MediaTime heardAt, out MediaTime begin)
    {
        var reported = heardAt.Seconds;
        if (_anchor is null || IsLost(reported)) Restart(reported);
        _clock.Add(Seconds(_heard), reported);
        _heard += samples.Length;
        begin = MediaTime.FromSeconds(_anchor!.Value + Seconds(_laid));
        var laid = _resampler.Process(samples, NextPace());
        _laid += laid.Length;
        return laid;
    }

    private bool IsLost(double reported)
    {
        _reportsOff = Math.Abs(reported - TimeOf(Seconds(_heard))) > Tolerance ? _reportsOff + 1 : 0;
        return _reportsOff == Insistence;
    }

    // When a sample was heard, by its number in seconds.
    private double TimeOf(double counted) => counted + (_clock.IsKnown ? _clock.OffsetAt(counted) : _anchor!.Value);

    private double NextPace()
    {
        if (!_clock.IsKnown) return _pace;
        var (time, largest) = Seconds(_heard) < Beginning ? (FirstCorrectionTime, LargestFirstCorrection) : (CorrectionTime, LargestCorrection);
        var correction = Math.Clamp(Offset / time, -largest, largest);
        return _pace += PaceStep * (((1 + correction) / (1 + _clock.Rate)) - _pace);
    }

    private void Restart(double reported)
    {
        (_anchor, _heard, _laid, _pace, _reportsOff) = (reported, 0, 0, 1, 0);
        _clock = new ClockTracker();
        _resampler = new Resampler();
    }

    private static double Seconds(long samples) => (double)samples / AudioFormat.SampleRate;
}
