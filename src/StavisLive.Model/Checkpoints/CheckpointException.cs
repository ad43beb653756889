using StavisLive.Core;

namespace StavisLive.Model.Checkpoints;

/// <summary>A file of weights cannot be read or does not fit. The message is meant for people: which file, what, what to do.</summary>
public sealed class CheckpointException : StavisException
{
    /// <summary>A failure that says everything in one sentence for people.</summary>
    public CheckpointException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
