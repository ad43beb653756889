using StavisLive.Core.Sources;

namespace StavisLive.Core.Sessions;

/// <summary>Follows a source's states and counts its connections after the first one, by how the one before ended.</summary>
/// <param name="count">Told of each such connection: <c>stalled</c> where frames had stopped coming before it was lost, else <c>lost</c>.</param>
internal sealed class ReconnectWatch(Action<string> count)
{
    private SourceState _state;
    private int _connection;
    private string _reason = "lost";

    /// <summary>Takes a change. They come in order.</summary>
    public void Take(SourceStateChange change)
    {
        if (change.State == SourceState.Reconnecting && _state != SourceState.Reconnecting)
            _reason = _state == SourceState.Stalled ? "stalled" : "lost";
        if (change.Connection > Math.Max(1, _connection)) count(_reason);
        (_state, _connection) = (change.State, change.Connection);
    }
}
