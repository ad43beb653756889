namespace StavisLive.Server.History;

/// <summary>How much of the attention a region had in ten seconds.</summary>
/// <param name="At">When these begin.</param>
/// <param name="Share">0 to 1.</param>
/// <param name="UsualShare">What it must be where nobody says otherwise, for the part of the region that was watched then.</param>
internal readonly record struct AttentionShare(DateTimeOffset At, double Share, double UsualShare);
