using Microsoft.Extensions.Logging;

namespace StavisLive.Cluster.Wall;

/// <summary>What the wall says.</summary>
internal static partial class WallLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The wall begins its term {Term} with {Streams} streams")]
    public static partial void Begun(this ILogger log, long term, int streams);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The wall of term {Term} is over: another one has begun")]
    public static partial void Over(this ILogger log, long term);

    [LoggerMessage(Level = LogLevel.Information, Message = "Change {Version} of the wall: {Added} streams added, {Changed} changed, {Removed} removed, {Kept} as before")]
    public static partial void Applied(this ILogger log, long version, int added, int changed, int removed, int kept);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} is gone; its streams are taken over")]
    public static partial void Gone(this ILogger log, string node);

    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Node} is drained")]
    public static partial void Draining(this ILogger log, string node);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream} runs on {Node}, epoch {Epoch}")]
    public static partial void Runs(this ILogger log, string stream, string node, long epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream} has been stopped")]
    public static partial void Stopped(this ILogger log, string stream);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream} moves from {From} to {To}, where more is left")]
    public static partial void Balanced(this ILogger log, string stream, string from, string to);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream} could not be run on {Node}: {Reason:l}")]
    public static partial void Failed(this ILogger log, string stream, string node, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: {Reason:l}")]
    public static partial void Undone(this ILogger log, string stream, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The wall could not look: {Reason:l}")]
    public static partial void LookFailed(this ILogger log, string reason);
}
