using StavisLive.Core.Media;

namespace StavisLive.Server.Feeds.WebSockets;

/// <summary>What a client asks for over a WebSocket.</summary>
internal sealed record ClientMessage
{
    /// <summary><c>subscribe</c> or <c>unsubscribe</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The client's own number for the subscription.</summary>
    public int Channel { get; init; }

    /// <summary>Id of the source whose maps or pictures are wanted.</summary>
    public string? Source { get; init; }

    /// <summary>How maps are wanted; null: not at all, unless nothing else is.</summary>
    public WantedMaps? Maps { get; init; }

    /// <summary>Whether pictures are wanted.</summary>
    public bool Pictures { get; init; }

    /// <summary>Whether as few as possible are to be lost.</summary>
    public bool Every { get; init; }

    /// <summary>Whether events are wanted.</summary>
    public bool Events { get; init; }

    /// <summary>Number of the last event that is known already.</summary>
    public long? After { get; init; }

    /// <summary>Whether the list of sources is wanted.</summary>
    public bool Sources { get; init; }

    /// <summary>How maps are wanted.</summary>
    /// <param name="Encoding">How values are written.</param>
    /// <param name="Width">Columns.</param>
    /// <param name="Height">Rows.</param>
    internal sealed record WantedMaps(string Encoding = "uint8", int Width = SaliencyMap.Side, int Height = SaliencyMap.Side);
}
