using StavisLive.Core;

namespace StavisLive.Server.Control;

/// <summary>Something that was asked for cannot be done. The message says why, for people.</summary>
/// <param name="message">What, and what would be right.</param>
/// <param name="kind">What kind of refusal it is.</param>
internal sealed class ControlException(string message, RefusalKind kind = RefusalKind.Wrong) : StavisException(message)
{
    /// <summary>What kind of refusal it is.</summary>
    public RefusalKind Kind => kind;
}
