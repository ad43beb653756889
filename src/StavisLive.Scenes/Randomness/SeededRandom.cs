namespace StavisLive.Scenes.Randomness;

/// <summary>Seeds of random choices as a function of what they are for, so that training can resume anywhere.</summary>
public static class SeededRandom
{
    /// <summary>Random numbers of their own for one thing of one kind.</summary>
    public static Random Create(int seed, int stream, long number) => new((int)(Mix(seed, stream, number) >> 33));

    /// <summary>Which of <paramref name="count"/> things draw <paramref name="number"/> takes: every round takes each once, in an order of its own.</summary>
    public static int PickInRounds(int seed, int stream, long number, int count)
    {
        var (round, place) = Math.DivRem(number, count);
        // A permutation without a table: cycle-walking over a Feistel network would do too, but counts are small.
        var order = Enumerable.Range(0, count).ToArray();
        Create(seed, stream, round).Shuffle(order);
        return order[place];
    }

    /// <summary>A number between two others, evenly.</summary>
    public static double Between(this Random random, double low, double high) => low + ((high - low) * random.NextDouble());

    /// <summary>Whether something of a given probability happens.</summary>
    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    // SplitMix64's finaliser (Steele, Lea, Flood, 2014).
    private static ulong Mix(int seed, int stream, long number)
    {
        var z = ((ulong)number * 0x9E3779B97F4A7C15) + ((ulong)(uint)seed * 0xD1B54A32D192ED03) + ((ulong)(uint)stream * 0x8CB92BA72F3D8DD7);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
