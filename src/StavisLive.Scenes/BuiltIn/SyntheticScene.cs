using StavisLive.Core.Media;
using StavisLive.Scenes.Objects;
using StavisLive.Scenes.Randomness;
using StavisLive.Scenes.Voices;

namespace StavisLive.Scenes.BuiltIn;

/// <summary>The built-in scene's ground truth: where each object is at any time and which one sounds.</summary>
/// <remarks>A pure function of the options and the time; thread-safe.</remarks>
public sealed class SyntheticScene
{
    /// <summary>Number of objects.</summary>
    public const int ObjectCount = 3;

    // Share of the frame's shorter side: unequal, so that size alone never tells who sounds.
    private static readonly double[] Radii = [0.16, 0.15, 0.14];

    // Silent objects breathe, each at a rate of its own.
    private static readonly double[] BreathsPerSecond = [0.31, 0.43, 0.37];
    private const double BreathFadeSeconds = 0.15;
    private const int BreathStream = 5;
    private const int LookStream = 7;

    private readonly SceneSchedule _schedule;
    private readonly SceneMotion _motion;
    private readonly VoiceKind[] _voices;

    /// <exception cref="ArgumentOutOfRangeException">A side is smaller than 16 pixels.</exception>
    public SyntheticScene(SyntheticOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Width, 16, nameof(options.Width));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Height, 16, nameof(options.Height));
        Options = options;
        Looks = SceneHash.Shuffle<ObjectLook>(options.Seed, LookStream)[..ObjectCount];
        _voices = [.. Looks.Select(VoiceKinds.Of)];
        _schedule = new SceneSchedule(options.Seed, _voices);
        _motion = new SceneMotion(options.Seed, options.Width, options.Height, ObjectCount);
    }

    /// <summary>What the scene was made from.</summary>
    public SyntheticOptions Options { get; }

    internal IReadOnlyList<ObjectLook> Looks { get; }

    /// <summary>All objects at a time; those later in the list lie in front.</summary>
    internal IReadOnlyList<SceneObject> ObjectsAt(MediaTime time)
    {
        var objects = new SceneObject[ObjectCount];
        for (var i = 0; i < ObjectCount; i++) objects[i] = ObjectAt(i, time);
        return objects;
    }

    /// <summary>One object at a time.</summary>
    public SceneObject ObjectAt(int index, MediaTime time)
    {
        var seconds = time.Seconds;
        var turn = _schedule.TurnAt(seconds);
        var sounds = turn.Object == index && turn.Contains(seconds);
        var pulse = sounds ? PulseOf(turn, seconds) : BreathAt(index, seconds, turn.Number);
        var (x, y) = _motion.PositionAt(index, seconds);
        var radius = Radii[index] * Math.Min(Options.Width, Options.Height) * (1 + SceneObject.Swelling * pulse);
        return new SceneObject(x, y, radius, pulse, sounds);
    }

    /// <summary>Number of the object whose turn it is to sound (its pulses and the gaps between them); null in the silences between.</summary>
    public int? SoundingAt(MediaTime time)
    {
        var turn = _schedule.TurnAt(time.Seconds);
        return turn.Contains(time.Seconds) ? turn.Object : null;
    }

    internal SceneTurn TurnAt(double seconds) => _schedule.TurnAt(seconds);

    internal VoiceKind VoiceOf(int index) => _voices[index];

    private double PulseOf(SceneTurn turn, double seconds)
    {
        var voice = _voices[turn.Object];
        var pulses = (seconds - turn.Start) * ScenePulse.RateOf(voice);
        return ScenePulse.Shape(voice, pulses - Math.Floor(pulses));
    }

    // Fades out towards the object's own turns, where the sound's pulse takes over from zero.
    private double BreathAt(int index, double seconds, long turn)
    {
        var weight = 1.0;
        for (var number = turn - 1; number <= turn + 1; number++)
        {
            var near = _schedule.Turn(number);
            if (near.Object == index) weight = Math.Min(weight, near.DistanceTo(seconds) / BreathFadeSeconds);
        }
        var phase = BreathsPerSecond[index] * seconds + SceneHash.Unit(Options.Seed, BreathStream, index);
        return weight * SceneObject.BreathDepth * 0.5 * (1 - Math.Cos(Math.Tau * phase));
    }
}
