using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace StavisLive.Server.Tests.Events.Webhooks;

/// <summary>A call that came in.</summary>
internal sealed record HookCall(string Method, string Path, IHeaderDictionary Headers, byte[] Body)
{
    /// <summary>Number of its event.</summary>
    public long Id => JsonSerializer.Deserialize<JsonElement>(Body).GetProperty("id").GetInt64();

    /// <summary>One of its headers.</summary>
    public string this[string header] => Headers[header].ToString();
}
