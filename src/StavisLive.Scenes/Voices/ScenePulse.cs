namespace StavisLive.Scenes.Voices;

/// <summary>How a sound swells and fades: the one curve behind size, brightness and loudness.</summary>
internal static class ScenePulse
{
    /// <summary>Pulses per second: slow enough for 10 frames per second to show them.</summary>
    public static double RateOf(VoiceKind voice) => voice switch
    {
        VoiceKind.Speech => 3.2, // syllables of calm speech
        VoiceKind.Notes => 1.7,
        VoiceKind.Noise => 2.3,
        _ => 2.8,
    };

    /// <summary>The curve at <paramref name="phase"/> 0..1 of a pulse, 0..1, zero at both ends.</summary>
    public static double Shape(VoiceKind voice, double phase) => voice switch
    {
        VoiceKind.Speech => Square(Math.Sin(Math.PI * phase)),
        VoiceKind.Notes => AttackDecay(phase, attack: 0.06, decay: 3),
        VoiceKind.Noise => phase < 0.7 ? Square(Math.Sin(Math.PI * phase / 0.7)) : 0,
        _ => AttackDecay(phase, attack: 0.03, decay: 6),
    };

    private static double AttackDecay(double phase, double attack, double decay)
    {
        var rise = Math.Min(1, phase / attack);
        return rise * Math.Exp(-decay * phase) * (1 - phase);
    }

    private static double Square(double x) => x * x;
}
