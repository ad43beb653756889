namespace StavisLive.Server.Sources;

/// <summary>What this machine is called in its cluster. Not among the services where there is none.</summary>
/// <param name="Value">Its name.</param>
internal sealed record NodeName(string Value);
