using System.Numerics.Tensors;
using StavisLive.Core.Media;

namespace StavisLive.Core.Sessions.Stages;

/// <summary>Listens to a live stream's audio: how loud it is, and whether it has gone silent or missing. Told of audio and pictures by one thread.</summary>
/// <param name="isExpected">Whether the stream was said to have audio; where not, its absence is no news.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Told of each change, once; must neither wait nor throw.</param>
internal sealed class AudioWatch(bool isExpected, TimeProvider time, Action<AudioChange> changed)
{
    // A pause in a talk is shorter; and devices that are muted give zeros.
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(10);

    // A network stream's audio comes within a second of its pictures, a microphone's within a tenth.
    private static readonly TimeSpan MissingAfter = TimeSpan.FromSeconds(2);

    // As needles and bars of programme meters fall, so that a peak can be seen: 20 dB in a second (IEC 60268-10, type I: 1.7 s).
    private const double FallPerSecond = 20 / 1.7;

    // What a 16-bit recorder's least step is.
    private const double Floor = -90;

    // Used by the thread that tells of audio and pictures.
    private AudioState _state = isExpected ? AudioState.Present : AudioState.Missing;
    private long? _cameAt;
    private long? _heardAt;

    // Read by others.
    private double _level = double.NegativeInfinity;

    /// <summary>Peak of the newest audio in decibels of full scale, falling slowly, -90 at least; null while there is none.</summary>
    public double? Level => Volatile.Read(ref _level) is var level && double.IsFinite(level) ? level : null;

    /// <summary>Audio came. Borrows it.</summary>
    public void OnSamples(ReadOnlySpan<float> samples)
    {
        if (samples.IsEmpty) return;
        var now = time.GetTimestamp();
        var peak = Math.Abs(TensorPrimitives.MaxMagnitude(samples));
        var level = Math.Max(Floor, 20 * Math.Log10(peak));
        var before = Math.Max(Floor, Volatile.Read(ref _level));
        Volatile.Write(ref _level, Math.Max(level, before - (FallPerSecond * samples.Length / AudioFormat.SampleRate)));

        _cameAt = now;
        _heardAt ??= now;
        if (peak > AudioFormat.SilenceLevel)
        {
            _heardAt = now;
            Change(AudioState.Present, null);
        }
        else if (time.GetElapsedTime(_heardAt.Value, now) >= SilentAfter) Change(AudioState.Silent, $"silent for {SilentAfter.TotalSeconds:0} s");
        else if (_state == AudioState.Missing) Change(AudioState.Present, null);
    }

    /// <summary>A picture came: the time to look whether audio still does.</summary>
    public void OnFrame()
    {
        var now = time.GetTimestamp();
        _cameAt ??= now;
        if (time.GetElapsedTime(_cameAt.Value, now) < MissingAfter) return;
        Volatile.Write(ref _level, double.NegativeInfinity);
        _heardAt = null;
        Change(AudioState.Missing, $"none for {MissingAfter.TotalSeconds:0} s");
    }

    private void Change(AudioState state, string? reason)
    {
        if (_state == state) return;
        _state = state;
        changed(new AudioChange(state, reason, time.GetUtcNow()));
    }
}
