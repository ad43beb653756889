namespace StavisLive.Core.Configuration.Publishing;

/// <summary>When something about attention is worth an event.</summary>
public sealed record EventConfig
{
    /// <summary>Seconds that the peak has to stay inside or outside of a zone before it counts as entered or left, 0 to 60; 0.2 by default.</summary>
    public double Settle { get; init; } = 0.2;

    /// <summary>
    /// How much the spread of attention (its entropy, in bits) has to rise above its mean of the last ten seconds to count as sudden,
    /// above 0; 1 by default; null: never.
    /// </summary>
    public double? SpreadBits { get; init; } = 1;
}
