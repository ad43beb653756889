using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;

namespace StavisLive.Server.Tests.Events.Mqtt;

/// <summary>A certificate with its key, and that of the authority made for it.</summary>
internal sealed record TestCertificate(string AuthorityPem, string CertificatePem, string KeyPem)
{
    /// <summary>Makes one for a host.</summary>
    public static TestCertificate For(string host)
    {
        var (from, until) = (DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using var certificate = request.Create(authority, from, until, [1, 2, 3, 4]);
        return new TestCertificate(authority.ExportCertificatePem(), certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Has a server use it.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="folder">Where its files are put.</param>
    public void UseIn(WebApplicationBuilder builder, string folder)
    {
        foreach (var (key, name, text) in new[] { ("Path", "server.pem", CertificatePem), ("KeyPath", "server.key", KeyPem) })
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            builder.Configuration[$"Kestrel:Certificates:Default:{key}"] = path;
        }
    }
}
