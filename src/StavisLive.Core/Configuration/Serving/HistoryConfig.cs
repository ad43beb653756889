namespace StavisLive.Core.Configuration.Serving;

/// <summary>What the server remembers of where attention was: 16x16 cells per source and ten seconds.</summary>
public sealed record HistoryConfig
{
    /// <summary>The SQLite file that it is kept in; null, the default: in memory, until the program ends.</summary>
    public string? File { get; init; }

    /// <summary>Days that it is kept, above 0 and at most 3650; 30 by default.</summary>
    public double Days { get; init; } = 30;

    /// <summary>Most megabytes that it takes, 1 to 1048576; 256 by default.</summary>
    public int Megabytes { get; init; } = 256;
}
