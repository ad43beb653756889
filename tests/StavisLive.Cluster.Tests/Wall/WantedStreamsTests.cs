using static StavisLive.Cluster.Tests.Wall.PlannedWall;

namespace StavisLive.Cluster.Tests.Wall;

public class WantedStreamsTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    private readonly PlannedWall _wall = new();

    [Theory]
    [InlineData("hall", "hall")]
    [InlineData("hall", "Hall")]
    [InlineData("Yard-1", "Yard 1")]
    public async Task AddAsync_CalledTheSameInAddresses_IsRefused(string first, string second)
    {
        await _wall.WantAsync(Stream(first));

        Assert.False(await _wall.Wanted.AddAsync(Stream(second)));

        Assert.Equal(first, Assert.Single(_wall.Wanted.All).Name);
        Assert.True(await _wall.Wanted.AddAsync(Stream("another")));
    }

    [Fact]
    public async Task ChangeAsync_MadeOfAnEarlierVersion_IsRefused()
    {
        await _wall.WantAsync(Stream("hall"));
        var first = _wall.Wanted.Find("hall")!;
        Assert.True(await _wall.Wanted.ChangeAsync(first with { Config = "second" }));

        Assert.False(await _wall.Wanted.ChangeAsync(first with { Config = "third" }));
        Assert.Equal("second", _wall.Wanted.Find("hall")!.Config);

        // Nodes of an earlier version say nothing of it.
        Assert.True(await _wall.Wanted.ChangeAsync(Stream("hall", "third")));
    }

    [Fact]
    public async Task PauseAsync_AgainAndChanged_HasBeenPausedSinceTheFirstTime()
    {
        await _wall.WantAsync(Stream("hall"));

        await _wall.Wanted.PauseAsync("hall", isPaused: true, Morning);
        await _wall.Wanted.PauseAsync("hall", isPaused: true, Morning.AddHours(1));
        await _wall.Wanted.ChangeAsync(Stream("hall", "second"));
        Assert.Equal(Morning, _wall.Wanted.Find("hall")!.PausedAt);

        await _wall.Wanted.PauseAsync("hall", isPaused: false, Morning.AddHours(2));
        Assert.Null(_wall.Wanted.Find("hall")!.PausedAt);
    }
}
