namespace StavisLive.Server.Sources.Remote;

/// <summary>There is no cluster.</summary>
internal sealed class NoRemoteSources : IRemoteSources
{
    /// <inheritdoc />
    public IReadOnlyList<SourceReport> Reports => [];

    /// <inheritdoc />
    public bool IsKnown => false;

    /// <inheritdoc />
    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public RemoteSource? Find(string id) => null;
}
