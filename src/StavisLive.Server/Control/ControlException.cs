namespace StavisLive.Server.Control;

/// <summary>Something that was asked for cannot be done. The message says why, for people.</summary>
/// <param name="message">What, and what would be right.</param>
/// <param name="isConflict">Whether it would be right at another time, or of another source.</param>
internal sealed class ControlException(string message, bool isConflict = false) : Exception(message)
{
    /// <summary>Whether it would be right at another time, or of another source.</summary>
    public bool IsConflict => isConflict;
}
