namespace StavisLive.Server.History;

/// <summary>The stretches of clock time that attention is summed up in.</summary>
internal static class AttentionClock
{
    /// <summary>How long one is.</summary>
    public const int Seconds = 10;

    /// <summary>How long one is.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(Seconds);

    /// <summary>The stretch that a moment is in.</summary>
    public static long SlotOf(DateTimeOffset at) => Math.DivRem(at.ToUnixTimeMilliseconds(), Seconds * 1000).Quotient;

    /// <summary>When a stretch begins.</summary>
    public static DateTimeOffset StartOf(long slot) => DateTimeOffset.FromUnixTimeSeconds(slot * Seconds);
}
