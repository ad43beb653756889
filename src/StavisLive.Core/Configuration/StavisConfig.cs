namespace StavisLive.Core.Configuration;

/// <summary>Everything one run can be told, as a configuration file holds it; every key has a default.</summary>
/// <remarks><c>configs/default.json</c> lists every key with its default; a test keeps both equal.</remarks>
public sealed record StavisConfig
{
    /// <summary>Where pictures and sound come from.</summary>
    public SourceConfig Source { get; init; } = new();

    /// <summary>Which network runs, and on what.</summary>
    public ModelConfig Model { get; init; } = new();

    /// <summary>How the window lies in time.</summary>
    public WindowConfig Window { get; init; } = new();

    /// <summary>Where maps go.</summary>
    public OutputConfig Outputs { get; init; } = new();

    /// <summary>When a run ends by itself.</summary>
    public LimitConfig Limits { get; init; } = new();

    /// <summary>What is told, and where.</summary>
    public LogConfig Log { get; init; } = new();
}
