namespace StavisLive.Core.Diagnostics;

/// <summary>What tells the series of one instrument apart. Values come from small closed sets, but for the streams' names.</summary>
internal static class Tags
{
    /// <summary>The stream's name.</summary>
    public static KeyValuePair<string, object?> Source(string name) => new("source", name);

    /// <summary>What took its time, or left something out.</summary>
    public static KeyValuePair<string, object?> Stage(string name) => new("stage", name);

    /// <summary>Why.</summary>
    public static KeyValuePair<string, object?> Reason(string name) => new("reason", name);

    /// <summary>One of the states that a source may be in.</summary>
    public static KeyValuePair<string, object?> State(string name) => new("state", name);

    /// <summary>A queue between two stages.</summary>
    public static KeyValuePair<string, object?> Queue(string name) => new("queue", name);

    /// <summary>One of a stream's outputs.</summary>
    public static KeyValuePair<string, object?> Output(string name) => new("output", name);

    /// <summary>A kind of subscribers.</summary>
    public static KeyValuePair<string, object?> Kind(string name) => new("kind", name);
}
