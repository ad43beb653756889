namespace StavisLive.Server.Feeds.Maps;

/// <summary>What overlays stretch their colours by.</summary>
/// <param name="Floor">The value that is shown as nothing.</param>
/// <param name="Range">How far above it the value lies that is shown as the most.</param>
internal readonly record struct MapScale(double Floor, double Range);
