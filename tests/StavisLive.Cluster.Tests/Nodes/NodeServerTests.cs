using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StavisLive.Cluster.Nodes;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Nodes;

public class NodeServerTests
{
    [Theory]
    [InlineData("127.0.0.1", "10.0.0.5", null)]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [InlineData("0.0.0.0", "10.0.0.5", "10.0.0.5")]
    public async Task Address_ServerThatListens_IsOneThatOtherNodesReachOrNoneAndSaidSo(string listens, string node, string? reached)
    {
        var log = new RecordingLogger();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Parse(listens), 0));
        builder.Logging.ClearProviders().AddProvider(new RecordedLogs(log));
        builder.Services.AddSingleton(new StavisConfig { Serve = new ServeConfig { Address = $"{listens}:8080" } });
        builder.Services.AddSingleton<ILocalSiloDetails>(new StandInSilo(IPAddress.Parse(node)));
        builder.Services.AddSingleton<INodeServer, NodeServer>();
        builder.Services.AddHostedService<ServerReach>();
        await using var app = builder.Build();

        await app.StartAsync();

        var address = app.Services.GetRequiredService<INodeServer>().Address;
        Assert.Equal(reached, address is null ? null : new Uri(address).Host);
        var warnings = log.Entries.Where(entry => entry.Level == LogLevel.Warning && entry.Text.Contains("--serve 0.0.0.0:8080"));
        Assert.Equal(reached is null ? 1 : 0, warnings.Count());
    }
}
