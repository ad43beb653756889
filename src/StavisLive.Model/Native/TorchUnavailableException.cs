using StavisLive.Core;

namespace StavisLive.Model.Native;

/// <summary>libtorch cannot be loaded on this machine; the message says why and what to do.</summary>
public sealed class TorchUnavailableException : StavisException
{
    /// <summary>A failure that says everything in one sentence for people.</summary>
    public TorchUnavailableException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
