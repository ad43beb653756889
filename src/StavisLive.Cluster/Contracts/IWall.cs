namespace StavisLive.Cluster.Contracts;

/// <summary>The wall: which streams the cluster is to run, and on which node each does. One for the whole cluster.</summary>
[Alias("stavis.wall")]
internal interface IWall : IGrainWithStringKey
{
    /// <summary>The one that there is.</summary>
    public const string Key = "wall";

    /// <summary>Makes this the list of what is wanted: begins what is new or changed, ends what is no more in it.</summary>
    [Alias("apply"), ResponseTimeout("00:00:15")]
    Task<AppliedWall> ApplyAsync(IReadOnlyList<WantedStream> streams);

    /// <summary>Adds one stream to what is wanted.</summary>
    /// <returns>False where there is one of that name, or one that is called the same in addresses.</returns>
    [Alias("add")]
    Task<bool> AddAsync(WantedStream stream);

    /// <summary>Gives a stream another configuration.</summary>
    /// <param name="stream">It; its version is that of the one that it was made of, or 0: whichever there is.</param>
    /// <returns>False where there is none of that name and version.</returns>
    [Alias("change")]
    Task<bool> ChangeAsync(WantedStream stream);

    /// <summary>A stream as it is wanted; null where there is none of that name.</summary>
    [Alias("find")]
    Task<WantedStream?> FindAsync(string name);

    /// <summary>Ends a stream, and forgets it.</summary>
    /// <returns>False where there is none of that name.</returns>
    [Alias("remove"), ResponseTimeout("00:02:00")]
    Task<bool> RemoveAsync(string name);

    /// <summary>Ends a stream until it is resumed, or has it run again.</summary>
    /// <returns>False where there is none of that name.</returns>
    [Alias("pause")]
    Task<bool> PauseAsync(string name, bool isPaused);

    /// <summary>Moves a stream to a node.</summary>
    /// <returns>Null, or why it can't be.</returns>
    [Alias("move"), ResponseTimeout("00:02:00")]
    Task<string?> MoveAsync(string name, string node);

    /// <summary>Moves everything away from a node, and gives it nothing new until it joins anew.</summary>
    /// <returns>Null, or why it can't be.</returns>
    [Alias("drain")]
    Task<string?> DrainAsync(string node);

    /// <summary>Whether something will still go from a node that is drained; what is left otherwise is bound to it.</summary>
    [Alias("has-taker")]
    Task<bool> HasTakerAsync(string node);

    /// <summary>Who there is, and what runs where.</summary>
    [Alias("status")]
    Task<WallStatus> StatusAsync();

    /// <summary>Where each stream runs; null while that is as it was.</summary>
    /// <param name="known">Number of the places that are known already; 0: none.</param>
    [Alias("places")]
    Task<StreamPlaces?> PlacesAsync(long known);

    /// <summary>What each node tells of its sources, for those who show them; asking for it has nodes tell it.</summary>
    [Alias("sources")]
    Task<IReadOnlyList<NodeSources>> SourcesAsync();

    /// <summary>A node is there, and tells how it is doing; many times a lease.</summary>
    [Alias("report")]
    Task<NodeOrders> ReportAsync(NodeReport report);

    /// <summary>Something may have changed, such as the nodes that there are.</summary>
    [Alias("look")]
    Task LookAsync();
}
