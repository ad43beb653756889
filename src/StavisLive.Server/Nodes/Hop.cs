using Microsoft.AspNetCore.Http;

namespace StavisLive.Server.Nodes;

/// <summary>Marks what one machine asks another for in somebody's name, so that it is never passed on once more.</summary>
internal static class Hop
{
    /// <summary>The header; small letters, as calls need it.</summary>
    public const string Header = "stavis-live-hop";

    /// <summary>Whether another machine passes a request on.</summary>
    public static bool IsMarked(HttpRequest request) => request.Headers.ContainsKey(Header);
}
