namespace StavisLive.Scenes.Randomness;

/// <summary>Random numbers that are a function of where they are asked for, not of what was asked before.</summary>
internal static class SceneHash
{
    /// <summary>A number in [0, 1).</summary>
    public static double Unit(int seed, int stream, long index) => (Mix(seed, stream, index) >> 11) * (1.0 / (1L << 53));

    /// <summary>A number in [-1, 1).</summary>
    public static float Signed(int seed, int stream, long index) => (long)Mix(seed, stream, index) * (1f / (1L << 62) / 2f);

    /// <summary>Fills in the numbers from 0 on in an order of their own (Fisher-Yates).</summary>
    public static void Shuffle(Span<int> order, int seed, int stream, long index)
    {
        for (var i = 0; i < order.Length; i++) order[i] = i;
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = (int)(Unit(seed, stream, index * order.Length + i) * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    /// <summary>The members of an enumeration in an order of their own.</summary>
    public static T[] Shuffle<T>(int seed, int stream) where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        Span<int> order = stackalloc int[values.Length];
        Shuffle(order, seed, stream, 0);
        var shuffled = new T[values.Length];
        for (var i = 0; i < values.Length; i++) shuffled[i] = values[order[i]];
        return shuffled;
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood, 2014) over the three coordinates.
    private static ulong Mix(int seed, int stream, long index)
    {
        var z = (ulong)index * 0x9E3779B97F4A7C15 + (ulong)(uint)seed * 0xD1B54A32D192ED03 + (ulong)(uint)stream * 0x8CB92BA72F3D8DD7;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
