using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StavisLive.Core.Configuration;

namespace StavisLive.Cluster.Tests;

/// <summary>An authority of a test's own, and certificates that it signs, as PEM files in a folder that is gone afterwards.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly DateTimeOffset Until = From.AddDays(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-pki-");
    private readonly X509Certificate2 _authority;

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _authority = request.CreateSelfSigned(From, Until);
        File.WriteAllText(this["ca.pem"], _authority.ExportCertificatePem());
    }

    /// <summary>A file of the folder.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>The same configuration for somebody with a certificate of the authority.</summary>
    public ClusterConfig Of(ClusterConfig config, string name)
    {
        Sign(name);
        return config with { Certificate = this[$"{name}.pem"], Key = this[$"{name}.key"], Authority = this["ca.pem"] };
    }

    /// <summary>Signs a certificate for this machine: NAME.pem, NAME.key.</summary>
    public void Sign(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_authority, From, Until, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(this[$"{name}.pem"], signed.ExportCertificatePem());
        File.WriteAllText(this[$"{name}.key"], key.ExportPkcs8PrivateKeyPem());
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

}
