using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Inference;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Reload;
using StavisLive.Hosting.Streams;
using StavisLive.Hosting.Tests.Streams;
using StavisLive.Testing;
using static StavisLive.Hosting.Tests.Streams.TestStreams;

namespace StavisLive.Hosting.Tests;

/// <summary>A host that watches.</summary>
public sealed class AddStavisLiveTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("host-");
    private readonly CollectingSinks _sinks = new();
    private readonly CollectedLogs _logs = new();
    private readonly FakeTimeProvider _time = new();

    private string TheFile => Path.Combine(_folder.FullName, "wall.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task StartAsync_ConfigurationThatCannotBeRun_TellsEverythingAndStartsNothing()
    {
        var config = new StavisConfig
        {
            Sources = [Endless("a") with { Window = new() { Fps = 5 } }, Endless("b") with { Outputs = new() { Display = false, Opacity = 2 } }],
        };
        var other = new NotedService();
        using var host = Build(services => services.AddSingleton<IHostedService>(other).AddStavisLive(config));

        var error = await Assert.ThrowsAsync<ConfigException>(() => host.StartAsync());

        Assert.Equal(2, error.Problems.Count);
        Assert.False(other.WasStarted);
        Assert.Empty(ManagerOf(host).Streams);
    }

    [Fact]
    public async Task StopAsync_StreamsUnderWay_ClosesTheirOutputs()
    {
        using var host = Build(services => services.AddStavisLive(Config(Endless("a"), Endless("b"))));
        await host.StartAsync();
        var manager = ManagerOf(host);
        await manager.UntilAsync(streams => streams.Count == 2 && streams.All(stream => stream.State == StreamState.Running));

        await host.StopAsync();

        Assert.All(manager.Streams, stream => Assert.Equal(StreamState.Ended, stream.State));
        Assert.All(new[] { "a", "b" }, name => Assert.True(Assert.Single(_sinks.Of(name)) is { Summary: not null, IsDisposed: true }));
    }

    [Fact]
    public async Task Run_FileChanges_IsTakenOver()
    {
        Write(Endless("a"));
        using var host = Build(services => services.AddStavisLive(TheFile));
        await host.StartAsync();

        Write(Endless("a"), Endless("b"));
        var manager = ManagerOf(host);
        var changed = manager.UntilAsync(streams => streams.Select(stream => stream.Name).SequenceEqual(["a", "b"]));
        // The watch's task looks after the clock has moved; it needs a moment of real time for it.
        for (var look = 0; look < 100 && !changed.IsCompleted; look++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await changed;
        Assert.Contains(_logs.Lines, line => line.EndsWith("1 streams begin, 0 end, 1 go on", StringComparison.Ordinal));
        await host.StopAsync();
    }

    [Fact]
    public async Task Request_FileThatCannotBeRun_IsToldAndEverythingGoesOn()
    {
        Write(Endless("a"));
        using var host = Build(services => services.AddStavisLive(TheFile));
        await host.StartAsync();
        var manager = ManagerOf(host);
        var reload = host.Services.GetRequiredService<ConfigReload>();

        File.WriteAllText(TheFile, """{ "sources": [ { "nam": "b" } ] }""");
        reload.Request();
        await Eventually.HoldsAsync(() => _logs.Lines.Any(line => line.Contains("everything goes on as before", StringComparison.Ordinal)));
        Assert.Equal("a", Assert.Single(manager.Streams).Name);

        Write(Endless("c"));
        reload.Request();
        await manager.UntilAsync(streams => streams is [{ Name: "c" }]);
        await host.StopAsync();
    }

    [Fact]
    public async Task Reload_ReadingBreaksUnexpectedly_GoesOnAndReadsTheNext()
    {
        var plans = new Queue<Func<HostPlan>>([() => Plan("a"), () => throw new InvalidOperationException("A fault."), () => Plan("b")]);
        using var host = Build(services => services.AddStavisLive(options => options.Load = _ => Task.FromResult(plans.Dequeue()())));
        await host.StartAsync();
        var manager = ManagerOf(host);
        var reload = host.Services.GetRequiredService<ConfigReload>();

        reload.Request();
        await Eventually.HoldsAsync(() => _logs.Lines.Any(line => line.Contains("everything goes on as before", StringComparison.Ordinal)));
        Assert.Equal("a", Assert.Single(manager.Streams).Name);

        reload.Request();
        await manager.UntilAsync(streams => streams is [{ Name: "b" }]);
        await host.StopAsync();

        static HostPlan Plan(string name) => HostPlan.Of(Config(Endless(name)));
    }

    [Fact]
    public async Task Run_NetworkFails_StopsTheHost()
    {
        var cause = new InvalidDataException("No such weights.");
        using var host = Build(services => services.AddStavisLive(Config(Endless("a"))), () => throw cause);
        var manager = ManagerOf(host);

        await host.RunAsync().WaitAsync(Patience);

        Assert.Same(cause, manager.NetworkFailure);
    }

    [Fact]
    public async Task Run_StreamFails_TheHostGoesOn()
    {
        using var host = Build(services => services.AddStavisLive(Config(Broken("gone"))));
        await host.StartAsync();
        await ManagerOf(host).WhenAllEndedAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.False(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        await host.StopAsync();
    }

    [Fact]
    public async Task Run_StopsHostWhenAllEnded_EndsWithTheLastStream()
    {
        var plan = HostPlan.Of(new StavisConfig { Source = new() { Synthetic = true }, Outputs = new() { Display = false }, Limits = new() { MaxFrames = 20 } });
        using var host = Build(services => services.AddStavisLive(options =>
        {
            options.Plan = plan;
            options.StopsHostWhenAllEnded = true;
        }));

        var manager = ManagerOf(host);

        await host.RunAsync().WaitAsync(Patience);

        Assert.Equal(20, Assert.Single(manager.Ends).Outcome!.Summary.FramesOut);
    }

    [Fact]
    public async Task Start_NothingConfigured_RunsWhatTheProgramStarts()
    {
        using var host = Build(services => services.AddStavisLive());
        await host.StartAsync();

        Assert.True((await ManagerOf(host).Start(Short("a")).Ended).Succeeded);
        await host.StopAsync();
    }

    [Fact]
    public async Task AddStavisLive_OnItsOwn_HasTheSystemsClockAndItsOwnManager()
    {
        await using var services = new ServiceCollection().AddLogging().AddStavisLive().AddStavisLive().BuildServiceProvider();

        Assert.Same(TimeProvider.System, services.GetRequiredService<TimeProvider>());
        Assert.Single(services.GetServices<StreamManager>());
    }

    private static StreamManager ManagerOf(IHost host) => host.Services.GetRequiredService<StreamManager>();

    private static StavisConfig Config(params IReadOnlyList<StreamConfig> streams) => new() { Sources = streams };

    private void Write(params IReadOnlyList<StreamConfig> streams) => File.WriteAllText(TheFile, ConfigFile.Format(Config(streams)));

    private IHost Build(Action<IServiceCollection> add, Func<ISaliencyPredictor>? network = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<ILoggerFactory>(_logs);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton(_ => new StreamManager((ModelConfig _) => network?.Invoke() ?? new CenterPredictor(), _time, _logs, [_sinks]));
        add(builder.Services);
        return builder.Build();
    }

    private sealed class NotedService : IHostedService
    {
        public bool WasStarted { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            WasStarted = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
