namespace StavisLive.Hosting.Streams;

/// <summary>The streams of a moment, in their order and by name. It never changes.</summary>
/// <param name="all">The streams. No two have one name.</param>
internal sealed class StreamList(IReadOnlyList<HostedStream> all)
{
    private readonly Dictionary<string, HostedStream> _named = all.ToDictionary(stream => stream.Name);

    /// <summary>All of them.</summary>
    public IReadOnlyList<HostedStream> All => all;

    /// <summary>The one of a name; null where there is none.</summary>
    public HostedStream? Find(string name) => _named.GetValueOrDefault(name);
}
