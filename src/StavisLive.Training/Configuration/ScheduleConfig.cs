namespace StavisLive.Training.Configuration;

/// <summary>How rates change over a stage. Without arguments: as published, a tenth after 29 and again after 44 of 60 epochs.</summary>
public sealed record ScheduleConfig
{
    /// <summary>The curve.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Steps;

    /// <summary>Epochs after which <see cref="ScheduleKind.Steps"/> divides rates by ten.</summary>
    public IReadOnlyList<double> Drops { get; init; } = [29, 44];

    /// <summary>Epochs over which rates rise from zero.</summary>
    public double Warmup { get; init; }

    /// <summary>Length of the cosine in epochs, where the stage ends before it; 0: the stage's own.</summary>
    public double Length { get; init; }

    /// <summary>What rates are multiplied by.</summary>
    /// <param name="epoch">Epochs gone, with their fraction.</param>
    /// <param name="epochs">Epochs of the stage.</param>
    internal double FactorAt(double epoch, double epochs)
    {
        var rise = Warmup > 0 ? Math.Min(1, epoch / Warmup) : 1;
        return rise * Kind switch
        {
            ScheduleKind.Steps => Math.Pow(0.1, Drops.Count(drop => epoch >= drop)),
            _ => 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, epoch / (Length > 0 ? Length : epochs)))),
        };
    }
}
