using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Control;
using StavisLive.Server.Sources;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Control;

/// <summary>Changes of sources that cannot close their outputs, or be saved, and of the others beside them; the clock stands still.</summary>
public sealed class SourceControlTests : IAsyncLifetime
{
    private static readonly AreaChange<ZoneConfig> Door = new([new ZoneConfig { Name = "door", Corners = Triangle() }], []);
    private static readonly AreaChange<FrameMask> Hidden = new([new FrameMask { Polygon = Triangle() }], []);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-live-");
    private readonly FakeTimeProvider _time = new();

    // Where the stream that hangs would close its files; a test that fails mustn't hang with it.
    private readonly TaskCompletionSource _disk = new();
    private readonly StreamManager _manager;
    private readonly SourceCatalog _catalog;
    private readonly SourceControl _control;

    public SourceControlTests()
    {
        _manager = new StreamManager(
            (ModelConfig _) => new FixedMapPredictor(Maps.Ramp), _time, NullLoggerFactory.Instance, [new HangingSinks("hung", _disk.Task)]);
        _catalog = new SourceCatalog(_manager, [], _time, NullLogger<SourceCatalog>.Instance);
        File.WriteAllText(ConfigPath, """{ "sources": [{ "name": "hung", "source": { "synthetic": true, "realtime": true } }] }""");
        var file = new SavedConfig(ConfigPath, _time, NullLogger<SavedConfig>.Instance);
        _control = new SourceControl(_manager, _catalog, file, NullLogger<SourceControl>.Instance);
    }

    private string ConfigPath => Path.Combine(_folder.FullName, "wall.json");

    public async ValueTask InitializeAsync()
    {
        await _catalog.StartAsync(CancellationToken.None);
        foreach (var name in new[] { "hung", "other" })
        {
            await _control.AddAsync(new NewSource { Name = name, Synthetic = true }, "me", CancellationToken.None);
            await RunsAsync(name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disk.TrySetResult();
        await _manager.DisposeAsync();
        await _catalog.StopAsync(CancellationToken.None);
        _catalog.Dispose();
        _control.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task PauseAsync_SourceThatCannotCloseItsOutputs_HoldsNoOtherUpAndIsResumedWhenItHas()
    {
        await PauseWhatHangsAsync();

        await OthersCanBeChangedAsync();
        await StillClosesAsync();
        _disk.SetResult();
        await ClosesAsync();
        Assert.True(_catalog.Find("hung")!.IsPaused);
        await _control.ResumeAsync("hung", "me", CancellationToken.None);

        await RunsAsync("hung");
        Assert.False(_catalog.Find("hung")!.IsPaused);
    }

    [Fact]
    public async Task RemoveAsync_SourceThatCannotCloseItsOutputs_HoldsNoOtherUpAndIsGoneWhenItHas()
    {
        await TimeOutAsync(_control.RemoveAsync("hung", "me", CancellationToken.None));

        await OthersCanBeChangedAsync();
        await StillClosesAsync();
        _disk.SetResult();

        await Eventually.HoldsAsync(() => _catalog.Find("hung") is null);
        await _control.AddAsync(new NewSource { Name = "hung", Synthetic = true }, "me", CancellationToken.None);
    }

    [Fact]
    public async Task PauseAndSetZonesAsync_RemovedSourceThatHasNotClosedItsOutputs_AreRefusedAndItIsGoneWhenItHas()
    {
        await TimeOutAsync(_control.RemoveAsync("hung", "me", CancellationToken.None));

        await IsRefusedAsync(_control.PauseAsync("hung", "me", CancellationToken.None));
        await IsRefusedAsync(_control.SetZonesAsync("hung", Door, "me", CancellationToken.None));
        _disk.SetResult();

        await Eventually.HoldsAsync(() => _catalog.Find("hung") is null);
    }

    [Fact]
    public async Task RemoveAsync_PausedSourceThatHasNotClosedItsOutputs_IsGoneWhenItHas()
    {
        await PauseWhatHangsAsync();

        await TimeOutAsync(_control.RemoveAsync("hung", "me", CancellationToken.None));
        _disk.SetResult();

        await Eventually.HoldsAsync(() => _catalog.Find("hung") is null);
    }

    [Fact]
    public async Task SetZonesAndMasksAsync_PausedSourceThatHasNotClosedItsOutputs_StaysPausedAndGoesOnWithBoth()
    {
        await PauseWhatHangsAsync();

        await _control.SetMasksAsync("hung", Hidden, "me", CancellationToken.None).WaitAsync(Eventually.Patience);
        await _control.SetZonesAsync("hung", Door, "me", CancellationToken.None).WaitAsync(Eventually.Patience);
        _disk.SetResult();
        await ClosesAsync();
        Assert.Equal("paused", _catalog.Find("hung")!.Report().State);
        await _control.ResumeAsync("hung", "me", CancellationToken.None);

        await RunsAsync("hung");
        var source = _manager.Find("hung")!.Plan.Config.Source;
        Assert.Equal((1, 1), (source.Zones.Count, source.Masks.Count));
    }

    [Fact]
    public async Task ResumeAsync_SourceThatRuns_ChangesNothing()
    {
        var before = _manager.Find("other");

        await _control.ResumeAsync("other", "me", CancellationToken.None);

        Assert.Same(before, _manager.Find("other"));
    }

    [Fact]
    public async Task ResumeAsync_SourceThatAReloadReplaces_ChangesNothing()
    {
        var reload = _manager.ApplyAsync(HostPlan.Of(new StavisConfig
        {
            Sources = [new() { Name = "hung", Source = new() { Synthetic = true, Realtime = true }, Window = new() { Fps = 20 }, Outputs = new() { Display = false } }],
        }));
        await Eventually.HoldsAsync(() => _manager.Find("hung")!.State == StreamState.Stopping);

        await _control.ResumeAsync("hung", "me", CancellationToken.None);
        Assert.Equal(20, _manager.PlanOf("hung")!.Config.Window.Fps);
        _disk.SetResult();
        await reload;

        await RunsAsync("hung");
        Assert.Equal(20, _manager.Find("hung")!.Plan.Config.Window.Fps);
    }

    [Fact]
    public async Task ResumeAsync_ZonesThatAReloadChangedMeanwhile_GoesOnWithThem()
    {
        var other = new StreamConfig { Name = "other", Source = new() { Synthetic = true, Realtime = true }, Outputs = new() { Display = false } };
        await _manager.ApplyAsync(HostPlan.Of(new StavisConfig { Sources = [other] }));
        await RunsAsync("other");
        await _control.PauseAsync("other", "me", CancellationToken.None);

        await _manager.ApplyAsync(HostPlan.Of(new StavisConfig { Sources = [other with { Source = other.Source with { Zones = [.. Door.Areas] } }] }));
        await _control.ResumeAsync("other", "me", CancellationToken.None);

        await RunsAsync("other");
        Assert.Equal("door", Assert.Single(_manager.Find("other")!.Plan.Config.Source.Zones).Name);
    }

    [Fact]
    public async Task SetZonesAsync_FileThatDoesNotAnswer_IsRefusedAndHoldsNoOtherUp()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Made with mkfifo.");
        File.Delete(ConfigPath);
        using (var make = System.Diagnostics.Process.Start("mkfifo", [ConfigPath])) await make.WaitForExitAsync(TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<ControlException>(() => TimeOutAsync(_control.SetZonesAsync("hung", Door, "me", CancellationToken.None)));

        Assert.Equal(RefusalKind.NotNow, refused.Kind);
        Assert.Contains("cannot be changed now", refused.Message);
        Assert.Empty(_manager.Find("hung")!.Plan.Config.Source.Zones);
        await OthersCanBeChangedAsync();
        // Whoever still waits for it reads its end.
        new FileStream(ConfigPath, FileMode.Open, FileAccess.ReadWrite).Dispose();
    }

    private static ValueList<FramePoint> Triangle() => [new FramePoint(0, 0), new FramePoint(0.5, 0), new FramePoint(0, 0.5)];

    private Task PauseWhatHangsAsync() => TimeOutAsync(_control.PauseAsync("hung", "me", CancellationToken.None));

    private async Task OthersCanBeChangedAsync()
    {
        await _control.PauseAsync("other", "me", CancellationToken.None).WaitAsync(Eventually.Patience);
        await _control.ResumeAsync("other", "me", CancellationToken.None).WaitAsync(Eventually.Patience);
        await RunsAsync("other");
    }

    private Task StillClosesAsync() => IsRefusedAsync(_control.ResumeAsync("hung", "me", CancellationToken.None));

    private static async Task IsRefusedAsync(Task change)
    {
        var refused = await Assert.ThrowsAsync<ControlException>(() => change);
        Assert.Equal(RefusalKind.NotNow, refused.Kind);
        Assert.Contains("has not closed its outputs yet", refused.Message);
    }

    private Task ClosesAsync() => Eventually.HoldsAsync(() => _manager.Find("hung") is null);

    private Task RunsAsync(string name) =>
        Eventually.HoldsAsync(() => _manager.Find(name) is { State: StreamState.Running } stream && _catalog.Find(name)?.Stream == stream);

    private async Task TimeOutAsync(Task waiting)
    {
        await Eventually.HoldsAsync(
            () =>
            {
                if (!waiting.IsCompleted) _time.Advance(TimeSpan.FromSeconds(1));
                return waiting.IsCompleted;
            },
            () => "It waits for ever.");
        await waiting;
    }
}
