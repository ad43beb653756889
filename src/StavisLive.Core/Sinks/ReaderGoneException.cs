namespace StavisLive.Core.Sinks;

/// <summary>Whoever read an output has gone, as <c>head</c> does once it has its lines: the output ends, and nothing has failed.</summary>
public sealed class ReaderGoneException : IOException
{
    /// <summary>Says so for people.</summary>
    public ReaderGoneException()
        : base("Nobody reads it any more.")
    {
    }
}
