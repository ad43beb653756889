using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StavisLive.Cluster.Tests.Security;

/// <summary>Somebody whose certificate is signed by nobody that is known, and says of its issuer's that it can be fetched here.</summary>
internal sealed class Stranger : IDisposable
{
    private readonly TcpListener _issuers = new(IPAddress.Loopback, 0);
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;

    public Stranger()
    {
        _issuers.Start();
        _server.Start();
        using var issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=stranger", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [$"http://{_issuers.LocalEndpoint}/issuer.cer"]));
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(
            new X500DistinguishedName("CN=nobody"), X509SignatureGenerator.CreateForECDsa(issuer), now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        _certificate = signed.CopyWithPrivateKey(key);
    }

    /// <summary>Where it takes one connection, once <see cref="ServeAsync"/> is called.</summary>
    public IPEndPoint Server => (IPEndPoint)_server.LocalEndpoint;

    /// <summary>Whether somebody wanted to have its issuer's certificate.</summary>
    public bool WasAskedForIssuer => _issuers.Pending();

    // Made without a look for its issuers, which would be asked for here as well.
    private SslStreamCertificateContext Certificate => SslStreamCertificateContext.Create(_certificate, null, offline: true);

    /// <summary>Shows its certificate to a server, and waits for what that says to it.</summary>
    public async Task ConnectAsync(IPEndPoint server)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server);
        await using var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "anybody", ClientCertificateContext = Certificate, RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        // By then it has only said who it is.
        if (await tls.ReadAsync(new byte[1]) == 0) throw new IOException("The server has closed the connection.");
    }

    /// <summary>Shows its certificate to whoever connects, and waits for what that says to it.</summary>
    public async Task ServeAsync()
    {
        using var connection = await _server.AcceptTcpClientAsync();
        await using var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = Certificate });
        if (await tls.ReadAsync(new byte[1]) == 0) throw new IOException("The client has closed the connection.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _issuers.Dispose();
        _server.Dispose();
        _certificate.Dispose();
    }
}
