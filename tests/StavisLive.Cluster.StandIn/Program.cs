using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Cluster;
using StavisLive.Cluster.Nodes;
using StavisLive.Cluster.StandIn;
using StavisLive.Cluster.Streams;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;

// A node whose streams cost what streams cost, but watch nothing: CONFIG JOURNAL.
// It is a process of its own, so that it can be killed; JOURNAL tells when each stream ran.
var config = ConfigFile.Load(args[0]).Cluster;
var capacity = config.Capacity ?? throw new ConfigException("`cluster.capacity` is missing.");

using var logs = LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true)
    .SetMinimumLevel(LogLevel.Information).AddFilter("Orleans", LogLevel.None).AddFilter("Microsoft", LogLevel.None).AddFilter("Polly", LogLevel.None));
using var interrupted = new CancellationTokenSource();
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    interrupted.Cancel();
});
await using var journal = new Journal(NodeIdentity.NameOf(config), args[1]);
using var messages = new MessageCount(journal);
await NodeRun.ToEndAsync(config, (store, certificates) =>
{
    var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
    builder.Services.AddSingleton(logs);
    builder.Services.AddSingleton(TimeProvider.System);
    // As a real node waits for its files.
    builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
    builder.Services.AddSingleton(journal);
    builder.Services.AddSingleton<INodeServer, NoServer>();
    builder.Services.AddSingleton<ILocalStreams>(provider => new StandInStreams(capacity, journal, TimeProvider.System));
    builder.AddNode(config, store, certificates);
    var host = builder.Build();
    host.Services.GetRequiredService<NodeIdentity>().Open(capacity, hasCuda: false);
    return host;
}, async host =>
{
    await host.StartAsync();
    await using var ending = interrupted.Token.Register(host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication);
    await host.WaitForShutdownAsync();
}, logs, interrupted.Token);
