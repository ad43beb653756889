namespace StavisLive.Server.Sources.Remote;

/// <summary>A source of the cluster, and where it is to be had.</summary>
/// <param name="Id">What it is called in addresses.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Epoch">Which of its beginnings is the newest.</param>
/// <param name="Address">Base address of the server on the machine that watches it; null: none does just now, or its server serves nobody.</param>
/// <param name="Resting">What the cluster tells of it, as it runs on no machine; null: it does.</param>
internal sealed record RemoteSource(string Id, string Name, long Epoch, Uri? Address, SourceReport? Resting = null);
