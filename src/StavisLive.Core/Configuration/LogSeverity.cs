namespace StavisLive.Core.Configuration;

/// <summary>How much something matters that the log could tell.</summary>
public enum LogSeverity
{
    /// <summary>For those who look for a mistake.</summary>
    Debug,

    /// <summary>What happens.</summary>
    Information,

    /// <summary>What is not as it should be, though the run goes on.</summary>
    Warning,

    /// <summary>What failed.</summary>
    Error,
}
