using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Access;
using StavisLive.Server.Api;
using StavisLive.Server.Api.Forwarding;
using StavisLive.Server.Control;
using StavisLive.Server.Dashboard;
using StavisLive.Server.Events;
using StavisLive.Server.Feeds;
using StavisLive.Server.Feeds.Following;
using StavisLive.Server.Feeds.Pictures;
using StavisLive.Server.Feeds.WebSockets;
using StavisLive.Server.Grpc;
using StavisLive.Server.History;
using StavisLive.Server.Json;
using StavisLive.Server.Kestrel;
using StavisLive.Server.Nodes;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;
using StavisLive.Server.Telemetry;
using StavisLive.Server.Uploads;

namespace StavisLive.Server;

/// <summary>Adds the server to a web host that runs streams.</summary>
public static class StavisLiveServer
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Adds what tells others of the streams beside the server: brokers, webhooks, other programs, and whoever collects measurements.
    /// Needs no web host.
    /// </summary>
    /// <param name="services">The host's services; <c>AddStavisLive</c> adds the streams.</param>
    /// <param name="config">What was asked for.</param>
    public static IServiceCollection AddStavisLivePublishing(this IServiceCollection services, StavisConfig config)
    {
        services.AddStavisLiveOtlp(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        if (!config.IsWatchedByOthers) return services;
        // Before the catalog: what is remembered ends after that which tells it.
        if (config.Serve.Address is not null) services.AddStavisLiveHistory(config.Serve.History);
        services.AddSingleton(config.Serve);
        services.AddSourceCatalog();
        services.AddSingleton<FeedChannels>();
        services.AddSingleton<NewestPictures>();
        services.AddSingleton<IOverlayPictures>(provider => provider.GetRequiredService<NewestPictures>());
        services.AddStavisLiveEvents(config);
        services.AddStavisLiveFeeds(config);
        // Behind all of them: they hear of the streams' end.
        services.AddHostedService<OrderedEnd>();
        return services;
    }

    /// <summary>Adds its services, and has the host listen where the configuration says.</summary>
    /// <param name="builder">The host; <c>AddStavisLive</c> adds the streams, <see cref="AddStavisLivePublishing"/> what follows them.</param>
    /// <param name="config">What was asked for; <see cref="StavisConfig.Serve"/> has an address.</param>
    /// <param name="configFile">The file that zones and masks are saved to; null: nowhere.</param>
    /// <exception cref="ConfigException">The address is missing.</exception>
    public static WebApplicationBuilder AddStavisLiveServer(this WebApplicationBuilder builder, StavisConfig config, string? configFile)
    {
        var hasCertificate = ServerPort.Open(builder, config.Serve);
        builder.Services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Announcement>(provider, hasCertificate));
        AddServices(builder.Services, config, configFile);
        return builder;
    }

    /// <summary>Maps everything that it answers.</summary>
    public static WebApplication MapStavisLiveServer(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseAuthentication();
        // Before everything that answers.
        app.UseMiddleware<StrangerLimit>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = UnexpectedFailure.AnswerAsync });
        app.UseStatusCodePages(UnexpectedFailure.FillAsync);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
        app.UseMiddleware<BrowserGuard>();
        app.UseRouting();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseMiddleware<SourceForwarder>();
        app.MapDashboard();
        app.MapSession();
        app.MapSources();
        app.MapEvents();
        app.MapSearch();
        app.MapControl();
        app.MapUploads();
        app.MapWebSocketFeed();
        app.MapGrpcFeeds();
        app.MapStavisLiveMetrics().RequireAuthorization(Policies.WholeViewer);
        app.MapStavisLiveLiveness();
        app.MapStavisLiveReadiness().RequireAuthorization(Policies.WholeViewer);
        app.MapOpenApi().RequireAuthorization(Policies.Viewer);
        return app;
    }

    private static void AddServices(IServiceCollection services, StavisConfig config, string? configFile)
    {
        services.TryAddSingleton<IRemoteSources, NoRemoteSources>();
        services.TryAddSingleton<NodeHandlerFactory>(_ => NodeHandlers.New());
        services.AddSingleton<NodeConnections>();
        services.AddHttpForwarder();
        services.AddSingleton<FeedSources>();
        services.AddSingleton<SourceList>();
        services.AddSingleton<RemoteMaps>();
        services.AddSingleton<SourceMaps>();
        services.AddSingleton<ClientLimit>();
        services.AddSingleton(provider => new SavedConfig(
            configFile, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SavedConfig>>()));
        services.TryAddSingleton<ISourceControl, SourceControl>();
        services.AddSingleton<SourceRecorder>();
        services.AddSingleton(provider => new UploadedMaps(provider.GetRequiredService<StreamManager>(), config.Model));
        services.AddStavisLiveMetrics();
        services.AddStavisLiveHealth();
        services.AddSingleton(new AccessTokens(config.Serve.Tokens));
        services.AddAuthentication(TokenAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Viewer, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Policies.WholeViewer, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Caller.Of(context.User).Sources.Count == 0))
            .AddPolicy(Policies.Operator, policy => policy.RequireRole(Policies.Operator));
        services.AddRateLimiter(RateLimits.Set);
        services.AddRouting();
        services.AddGrpcFeeds();
        services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            TokenDescription.AddTo(document);
            return Task.CompletedTask;
        }));
        services.ConfigureHttpJsonOptions(options => ServerJson.Configure(options.SerializerOptions));
    }
}
