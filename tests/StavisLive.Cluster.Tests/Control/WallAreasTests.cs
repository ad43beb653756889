using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Cluster.Configuration;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Control;
using StavisLive.Cluster.Sources;
using StavisLive.Cluster.Tests.Sources;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Control;
using StavisLive.Server.Sources;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Control;

/// <summary>Zones and masks that are kept by the wall, and names that look alike.</summary>
public sealed class WallAreasTests : IAsyncDisposable
{
    private static readonly ZoneConfig Door = new() { Name = "door", Corners = [new(0, 0), new(0.5, 0), new(0, 1)] };
    private static readonly FrameMask Desk = new() { Polygon = [new(0, 0), new(0.25, 0), new(0, 0.25)] };

    private readonly ToldWall _wall = new();
    private readonly ClusterSources _sources;
    private readonly WallControl _control;

    public WallAreasTests()
    {
        var grains = GrainsOfAWall.Of(_wall);
        _sources = new ClusterSources(grains, _wall.Planned.Time, NullLogger<ClusterSources>.Instance);
        _control = new WallControl(grains, _sources, _wall.Planned.Time, NullLogger<WallControl>.Instance);
    }

    private SourceConfig Yard => WantedStreamConfig.Read(_wall.Planned.Wanted.Find("yard")!).Source;

    public async ValueTask DisposeAsync()
    {
        await _sources.StopAsync(CancellationToken.None);
        _sources.Dispose();
    }

    [Fact]
    public async Task AddAsync_CalledTheSameAsAnother_NamesBoth()
    {
        await StartAsync();

        var refusal = await Assert.ThrowsAsync<ControlException>(() => _control.AddAsync(new NewSource { Name = "Yard", Synthetic = true }, "anna", CancellationToken.None));

        Assert.Equal(RefusalKind.Taken, refusal.Kind);
        Assert.Contains("\"Yard\" and \"yard\" are called the same", refusal.Message);
    }

    [Fact]
    public async Task SetZonesAsync_BasedOnOthersThanThereAre_IsRefused()
    {
        await StartAsync();
        var seen = AreaTag.Of(Yard.Zones);
        await SetZonesAsync(Door, seen);

        var refusal = await Assert.ThrowsAsync<ControlException>(() => SetZonesAsync(Door with { Name = "gate" }, seen));

        Assert.Equal(RefusalKind.Outdated, refusal.Kind);
        Assert.Equal("door", Assert.Single(Yard.Zones).Name);
        await SetZonesAsync(Door with { Name = "gate" });
        Assert.Equal("gate", Assert.Single(Yard.Zones).Name);
    }

    [Fact]
    public async Task SetZonesAsync_OtherMachineSetsMasksAtTheSameMoment_BothAreThere()
    {
        await StartAsync();
        _wall.BeforeChange = () => _control.SetMasksAsync("yard", new([Desk], []), "ben", CancellationToken.None);

        await SetZonesAsync(Door);

        Assert.Equal(Door, Assert.Single(Yard.Zones));
        Assert.Equal(Desk, Assert.Single(Yard.Masks));
    }

    private Task SetZonesAsync(ZoneConfig zone, params string[] basedOn) => _control.SetZonesAsync("yard", new([zone], basedOn), "anna", CancellationToken.None);

    private async Task StartAsync()
    {
        var config = ConfigFile.Format(new StavisConfig { Sources = [new StreamConfig { Name = "yard", Source = new SourceConfig { Synthetic = true, Realtime = true } }] });
        await _wall.Planned.WantAsync(new WantedStream { Name = "yard", Config = config });
        await _sources.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _sources.Find("yard") is not null);
    }
}
