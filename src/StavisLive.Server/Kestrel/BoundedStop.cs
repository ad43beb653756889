using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace StavisLive.Server.Kestrel;

/// <summary>A server that does not wait for its clients for ever when it stops, however patient its host is with files.</summary>
/// <param name="server">The server itself; owned.</param>
internal sealed class BoundedStop(IServer server) : IServer
{
    // Answers under way are done by then; a client that does not read its answer never is.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc />
    public IFeatureCollection Features => server.Features;

    /// <summary>Puts it in the place of a host's server.</summary>
    public static void Wrap(IServiceCollection services)
    {
        var wrapped = services.Last(service => service.ServiceType == typeof(IServer));
        services.Remove(wrapped);
        services.AddSingleton<IServer>(provider => new BoundedStop((IServer)ActivatorUtilities.CreateInstance(provider, wrapped.ImplementationType!)));
    }

    /// <inheritdoc />
    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => server.StartAsync(application, cancellationToken);

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await server.StopAsync(patience.Token).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => server.Dispose();
}
