using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Serving;

namespace StavisLive.Server;

/// <summary>Says where the server is once it listens.</summary>
/// <param name="server">The server.</param>
/// <param name="serve">Where it was to listen.</param>
/// <param name="hasCertificate">Whether it speaks TLS.</param>
/// <param name="lifetime">Tells when it listens.</param>
/// <param name="log">Told.</param>
internal sealed partial class Announcement(
    IServer server, ServeConfig serve, bool hasCertificate, IHostApplicationLifetime lifetime, ILogger<Announcement> log) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []) LogListening(log, address);
            if (ServeAddress.Parse(serve.Address ?? "") is { IsLoopback: false } && !hasCertificate) LogInTheClear(log);
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "The dashboard is at {Address:l}")]
    private static partial void LogListening(ILogger log, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Other machines can reach the server, and it has no certificate: tokens and pictures can be read on the way (docs/guides/server.md has how to give it one)")]
    private static partial void LogInTheClear(ILogger log);
}
