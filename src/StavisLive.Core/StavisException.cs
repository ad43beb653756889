namespace StavisLive.Core;

/// <summary>A failure that happens to everybody and is no mistake of the program: its message is meant for people and says everything.</summary>
public abstract class StavisException : Exception
{
    /// <param name="message">What, where, what to do.</param>
    /// <param name="inner">What it came of; null where that says no more.</param>
    protected StavisException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
