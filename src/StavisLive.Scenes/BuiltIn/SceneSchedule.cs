using StavisLive.Scenes.Randomness;
using StavisLive.Scenes.Voices;

namespace StavisLive.Scenes.BuiltIn;

/// <summary>Who sounds when. Turns follow each other with a short silence; nobody has two turns in a row.</summary>
internal sealed class SceneSchedule(int seed, VoiceKind[] voices)
{
    // Long enough for several pulses and for a window of sixteen frames, short enough that a ten-second clip has three.
    private const double TurnSeconds = 3.4;
    private const double ShortestMargin = 0.15;
    private const double MarginJitter = 0.3;

    private const int OrderStream = 1;
    private const int StartStream = 2;
    private const int EndStream = 3;

    /// <summary>When the share of time after that of <paramref name="turn"/> begins.</summary>
    public static double NextAfter(SceneTurn turn) => (turn.Number + 1) * TurnSeconds;

    /// <summary>The turn whose share of time <paramref name="seconds"/> falls into (it may lie in its margin).</summary>
    public SceneTurn TurnAt(double seconds) => Turn((long)Math.Floor(seconds / TurnSeconds));

    /// <summary>Turn number <paramref name="number"/>; those before the scene's beginning are nobody's and never.</summary>
    public SceneTurn Turn(long number)
    {
        if (number < 0) return new SceneTurn(number, -1, double.NegativeInfinity, double.NegativeInfinity);
        var sounding = SoundingIn(number);
        var start = number * TurnSeconds + ShortestMargin + MarginJitter * SceneHash.Unit(seed, StartStream, number);
        var latestEnd = (number + 1) * TurnSeconds - ShortestMargin - MarginJitter * SceneHash.Unit(seed, EndStream, number);
        var rate = ScenePulse.RateOf(voices[sounding]);
        return new SceneTurn(number, sounding, start, start + Math.Floor((latestEnd - start) * rate) / rate);
    }

    // Each round lets every object sound once.
    private int SoundingIn(long number)
    {
        Span<int> order = stackalloc int[voices.Length];
        Span<int> before = stackalloc int[voices.Length];
        var round = number / voices.Length;
        SceneHash.Shuffle(order, seed, OrderStream, round);
        SceneHash.Shuffle(before, seed, OrderStream, Math.Max(0, round - 1));
        // Swapping the first two leaves this round's last in place, so that the next round need not know about it.
        if (round > 0 && order[0] == before[^1]) (order[0], order[1]) = (order[1], order[0]);
        return order[(int)(number % voices.Length)];
    }
}
