namespace StavisLive.Core.Sinks;

/// <summary>An output cannot be opened or written. The message is meant for people: what, where, what to do.</summary>
public sealed class SinkException : StavisException
{
    /// <summary>A failure that says everything in one sentence for people.</summary>
    public SinkException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
