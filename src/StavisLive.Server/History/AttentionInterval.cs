namespace StavisLive.Server.History;

/// <summary>A time in which a region had the attention that was asked for.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends.</param>
/// <param name="Share">Share of the attention that the region had, the mean over that time.</param>
internal sealed record AttentionInterval(DateTimeOffset From, DateTimeOffset To, double Share);
