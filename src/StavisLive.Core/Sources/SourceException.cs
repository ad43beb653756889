namespace StavisLive.Core.Sources;

/// <summary>A source cannot be opened or broke off. The message is meant for people: what, where, what to do.</summary>
public sealed class SourceException : StavisException
{
    /// <summary>A failure that says everything in one sentence for people.</summary>
    public SourceException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether the source answered, with a no that repetition alone will not change (a wrong password).</summary>
    public bool IsRefusal { get; init; }
}
