using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Sources;
using StavisLive.Cluster.Tests.Wall;
using StavisLive.Server.Sources;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Sources;

/// <summary>A wall whose nodes tell what a test says, and a clock that is set by hand.</summary>
internal sealed class ToldWall : IWall
{
    private readonly PlannedWall _wall = new();
    private int _looks;

    /// <summary>What is planned, and its clock.</summary>
    public PlannedWall Planned => _wall;

    /// <summary>What the only node tells of its sources.</summary>
    public IReadOnlyList<SourceReport> Told { get; set; } = [];

    /// <summary>Called once, before the next change.</summary>
    public Func<Task>? BeforeChange { get; set; }

    /// <summary>Time passes until somebody who looks every quarter of a second has looked so many times more.</summary>
    public async Task PassAsync(int looks)
    {
        for (; looks > 0; looks--)
        {
            var before = Volatile.Read(ref _looks);
            _wall.Time.Advance(TimeSpan.FromSeconds(0.25));
            await Eventually.HoldsAsync(() => Volatile.Read(ref _looks) > before);
        }
    }

    public Task<bool> AddAsync(WantedStream stream) => _wall.Wanted.AddAsync(stream);

    public async Task<bool> ChangeAsync(WantedStream stream)
    {
        var before = BeforeChange;
        BeforeChange = null;
        if (before is not null) await before();
        return await _wall.Wanted.ChangeAsync(stream);
    }

    public Task<WantedStream?> FindAsync(string name) => Task.FromResult(_wall.Wanted.Find(name));

    public Task<StreamPlaces?> PlacesAsync(long known)
    {
        Interlocked.Increment(ref _looks);
        var revision = 1 + _wall.View.Changes;
        return Task.FromResult(known == revision ? null : new StreamPlaces(revision, [.. _wall.Wanted.All.Select(_wall.View.PlaceOf)]));
    }

    public Task<IReadOnlyList<NodeSources>> SourcesAsync() => Task.FromResult<IReadOnlyList<NodeSources>>([new NodeSources("n1", SourceReports.Write(Told))]);

    public Task<WallStatus> StatusAsync() => Task.FromResult(new WallStatus(_wall.Wanted.Version, [], []));

    public Task<AppliedWall> ApplyAsync(IReadOnlyList<WantedStream> streams) => throw new NotSupportedException();

    public Task<bool> RemoveAsync(string name) => throw new NotSupportedException();

    public Task<bool> PauseAsync(string name, bool isPaused) => throw new NotSupportedException();

    public Task<string?> MoveAsync(string name, string node) => throw new NotSupportedException();

    public Task<string?> DrainAsync(string node) => throw new NotSupportedException();

    public Task<bool> HasTakerAsync(string node) => throw new NotSupportedException();

    public Task<NodeOrders> ReportAsync(NodeReport report) => throw new NotSupportedException();

    public Task LookAsync() => throw new NotSupportedException();
}
