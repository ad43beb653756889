namespace StavisLive.Core.Sinks;

/// <summary>An output cannot be opened or written. The message is meant for people: what, where, what to do.</summary>
public sealed class SinkException : Exception
{
    public SinkException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
