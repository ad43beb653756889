namespace StavisLive.Model.Checkpoints;

/// <summary>A file of weights cannot be read or does not fit. The message is meant for people: which file, what, what to do.</summary>
public sealed class CheckpointException : Exception
{
    public CheckpointException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
