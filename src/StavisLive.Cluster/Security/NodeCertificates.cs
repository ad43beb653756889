using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;
using StavisLive.Core.Configuration;
using StavisLive.Server.Kestrel;

namespace StavisLive.Cluster.Security;

/// <summary>The certificates by which nodes know each other: whoever has one of the cluster's authority is a node.</summary>
/// <param name="own">This node's, with its key; owned.</param>
/// <param name="authority">Who has signed those of all nodes; owned.</param>
internal sealed class NodeCertificates(X509Certificate2 own, X509Certificate2 authority) : IDisposable
{
    // Nodes come and go under addresses of all kinds: the authority vouches for them, not a name.
    private const string NodeHost = "stavis-live-node";

    /// <summary>Reads those that a configuration names; null where it names none.</summary>
    /// <exception cref="ConfigException">One cannot be read, or is not of that authority.</exception>
    public static NodeCertificates? Load(ClusterConfig config)
    {
        if (config is not { Certificate: { } certificate, Key: { } key, Authority: { } authority }) return null;
        var signer = Read("cluster.authority", authority, () => X509CertificateLoader.LoadCertificateFromFile(authority));
        X509Certificate2? own = null;
        try
        {
            own = Read("cluster.certificate", certificate, () => PresentableCertificate.Of(X509Certificate2.CreateFromPemFile(certificate, key)));
            var certificates = new NodeCertificates(own, signer);
            if (certificates.Accepts(own)) return certificates;
            throw new ConfigException($"`cluster.certificate` ({certificate}) is not signed by `cluster.authority` ({authority}), or is not valid now; no node would accept it.");
        }
        catch
        {
            own?.Dispose();
            signer.Dispose();
            throw;
        }
    }

    /// <summary>This node's.</summary>
    public X509Certificate2 Own => own;

    /// <summary>Has both ends of each connection show their certificates, and accept only those of the authority.</summary>
    public void Use(TlsOptions options)
    {
        options.LocalCertificate = own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => Accepts(certificate);
        options.OnAuthenticateAsServer = (_, server) => ((SslServerAuthenticationOptions)server.SslServerAuthenticationOptions).CertificateChainPolicy = NewPolicy();
        options.OnAuthenticateAsClient = (_, client) =>
        {
            ((SslClientAuthenticationOptions)client.SslClientAuthenticationOptions).CertificateChainPolicy = NewPolicy();
            client.TargetHost = NodeHost;
            client.ClientCertificates = [own];
            client.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        };
    }

    /// <summary>The same for what nodes' servers ask of each other: a server's certificate is one that everybody accepts, or one of the authority.</summary>
    public void Use(SocketsHttpHandler handler)
    {
        handler.SslOptions.CertificateChainPolicy = NewPolicy();
        handler.SslOptions.RemoteCertificateValidationCallback =
            (_, certificate, _, errors) => errors == SslPolicyErrors.None || (certificate is X509Certificate2 known && Accepts(known));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        own.Dispose();
        authority.Dispose();
    }

    private bool Accepts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain { ChainPolicy = NewPolicy() };
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        return chain.Build(certificate);
    }

    private static X509ChainPolicy NewPolicy() => new()
    {
        // A certificate may say where those of its issuers are: a stranger's would have any address fetched before it is refused.
        DisableCertificateDownloads = true,
        // The authority is the cluster's own: who is to be shut out gets a new authority.
        RevocationMode = X509RevocationMode.NoCheck,
    };

    private static X509Certificate2 Read(string key, string path, Func<X509Certificate2> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"`{key}` names {path}, which is no certificate that can be read: {e.Message}");
        }
    }
}
