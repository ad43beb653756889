namespace StavisLive.Cluster.Contracts;

/// <summary>What became of an order.</summary>
/// <param name="Epoch">The stream's epoch: higher than that of every run of it before; 0 where it doesn't run.</param>
/// <param name="Problem">Why it doesn't run, for people; null where it does.</param>
/// <param name="IsElsewhere">Whether the order reached another node than the one it was for, which has let go of the stream: try again.</param>
[GenerateSerializer, Alias("stavis.start")]
internal sealed record StreamStart(long Epoch, string? Problem = null, bool IsElsewhere = false);
