namespace StavisLive.Server.Sources.Remote;

/// <summary>Knows of the sources that other machines of the cluster watch. Thread-safe.</summary>
internal interface IRemoteSources
{
    /// <summary>What is told of the sources that are not watched on this machine. Every viewer asks twice a second: it must cost nothing.</summary>
    IReadOnlyList<SourceReport> Reports { get; }

    /// <summary>Waits, where nobody has asked lately, until machines have told anew: what is told of sources is as old as the last look otherwise.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Whether the cluster has told yet which sources it has.</summary>
    bool IsKnown { get; }

    /// <summary>The source of an id, wherever it is watched; null where the cluster has none. It must cost nothing, either.</summary>
    RemoteSource? Find(string id);
}
