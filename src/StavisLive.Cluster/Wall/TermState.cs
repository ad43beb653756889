namespace StavisLive.Cluster.Wall;

/// <summary>Which run of the wall is the valid one: each one that begins takes the next term, and one whose term is over grants nothing.</summary>
[GenerateSerializer, Alias("stavis.term-state")]
internal sealed class TermState
{
    /// <summary>The newest term.</summary>
    [Id(0)]
    public long Term { get; set; }
}
