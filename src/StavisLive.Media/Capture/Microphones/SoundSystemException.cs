namespace StavisLive.Media.Capture.Microphones;

/// <summary>A sound system is not there or does not answer. The message is its reason, without a full stop.</summary>
internal sealed class SoundSystemException : Exception
{
    public SoundSystemException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
