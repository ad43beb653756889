using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Serving;

namespace StavisLive.Server.Kestrel;

/// <summary>The port that everything is answered on: HTTP/1.1 and HTTP/2, with TLS where there is a certificate.</summary>
internal static class ServerPort
{
    // What ASP.NET's own documentation calls the host's settings: certificates come from there.
    private const string EnvironmentPrefix = "ASPNETCORE_";

    /// <summary>Has a host listen there once it starts.</summary>
    /// <returns>Whether it speaks TLS.</returns>
    /// <exception cref="ConfigException">There is no address, or none that this program may listen at.</exception>
    /// <exception cref="IOException">The address is no address of this machine at present.</exception>
    /// <exception cref="InvalidDataException">The certificate cannot be used.</exception>
    public static bool Open(WebApplicationBuilder builder, ServeConfig serve)
    {
        var address = ServeAddress.Parse(serve.Address ?? "") ?? throw new ConfigException("`serve.address` is missing.");
        CheckMayListen(address);
        builder.Configuration.AddEnvironmentVariables(EnvironmentPrefix);
        var settings = builder.Configuration.GetSection("Kestrel");
        if (settings.GetSection("Endpoints").Exists())
            throw new ConfigException($"{EnvironmentPrefix}Kestrel__Endpoints is set in the environment; the server listens at `serve.address` alone, so take it away.");
        var certificate = settings.GetSection("Certificates:Default");
        var hasCertificate = certificate.Exists();
        var files = CertificateFiles.Of(certificate);
        files?.Check();
        // The host's, for it to dispose.
        if (files is not null) builder.Services.AddSingleton(services => new RenewedCertificate(files, services.GetRequiredService<ILogger<RenewedCertificate>>()));
        builder.WebHost.UseKestrel(options =>
        {
            options.AddServerHeader = false;
            // A port that speaks HTTP/2 without TLS is taken for one that has it: see Http2Preface.
            options.AllowAlternateSchemes = !hasCertificate;
            ServerLimits.Apply(options.Limits);
            options.Configure(settings);
            var services = options.ApplicationServices;
            var shares = new AddressShares(
                "Connections", ServerLimits.MostConnections, ServerLimits.MostConnectionsOfOne, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<AddressShares>>());
            var renewed = services.GetService<RenewedCertificate>();
            Listen(options, address, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                endpoint.Use(shares.Admit);
                if (hasCertificate) endpoint.UseHttps(https => https.OnAuthenticate = (_, connection) => renewed?.Show(connection));
                else endpoint.Use(Http2Preface.Detect);
            });
        });
        BoundedStop.Wrap(builder.Services);
        return hasCertificate;
    }

    // Kestrel says so too, but only once the network is loaded. A port that is taken is left to it, since it may be free by then.
    private static void CheckMayListen(ServeAddress address)
    {
        var tried = address.Host switch
        {
            "*" => IPAddress.Any,
            // Kestrel asks nobody what that is.
            "localhost" => IPAddress.Loopback,
            _ => AddressOf(address.Host),
        };
        if (ListenRefusal.Of(tried, address.Port) is { IsTaken: false } refusal) throw refusal.ToException($"`serve.address={address}` cannot be used: {refusal.Reason}.");
    }

    private static void Listen(KestrelServerOptions options, ServeAddress address, Action<ListenOptions> configure)
    {
        if (address.Host == "*") options.ListenAnyIP(address.Port, configure);
        // Both of its addresses have the same port, which must be known for that.
        else if (address.Host == "localhost" && address.Port != 0) options.ListenLocalhost(address.Port, configure);
        else options.Listen(AddressOf(address.Host), address.Port, configure);
    }

    private static IPAddress AddressOf(string host)
    {
        try
        {
            return IPAddress.TryParse(host, out var address) ? address : Dns.GetHostAddresses(host)[0];
        }
        catch (SocketException e)
        {
            throw new ConfigException($"`serve.address` names {host}, which is no name of this machine: {e.Message}");
        }
    }
}
