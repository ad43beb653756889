namespace StavisLive.Media.Sources.Microphones;

/// <summary>A sound system is not there or does not answer. The message is its reason, without a full stop.</summary>
internal sealed class AudioSystemException(string message, string remedy, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The command or step that mends it.</summary>
    public string Remedy => remedy;
}
