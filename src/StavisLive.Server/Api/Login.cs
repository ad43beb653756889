namespace StavisLive.Server.Api;

/// <summary>What logs somebody in.</summary>
/// <param name="Token">The token.</param>
internal sealed record Login(string Token);
