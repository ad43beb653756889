using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;

namespace StavisLive.Server.Kestrel;

/// <summary>The files that the server's certificate is in.</summary>
/// <param name="Path">The certificate, with those of its issuers; or a PFX file, where there is no <paramref name="KeyPath"/>.</param>
/// <param name="KeyPath">Its key.</param>
/// <param name="Password">The key's.</param>
internal sealed record CertificateFiles(string Path, string? KeyPath, string? Password)
{
    /// <summary>The files that Kestrel's settings name; null where the certificate is in a store of the system's.</summary>
    /// <param name="certificate">The settings. Paths in them are whole ones from here on: whoever set them means the current folder, and Kestrel the program's.</param>
    public static CertificateFiles? Of(IConfigurationSection certificate)
    {
        foreach (var key in new[] { nameof(Path), nameof(KeyPath) })
        {
            if (certificate[key] is { Length: > 0 } path) certificate[key] = System.IO.Path.GetFullPath(path);
        }
        return certificate[nameof(Path)] is { Length: > 0 } file ? new CertificateFiles(file, certificate[nameof(KeyPath)], certificate[nameof(Password)]) : null;
    }

    /// <summary>Makes sure that there is a certificate with its key in them.</summary>
    /// <exception cref="InvalidDataException">There is none, or it cannot be read: for good, or because it is being renewed.</exception>
    public void Check()
    {
        try
        {
            var (certificate, _) = ReadWhole();
            using (certificate)
            {
                if (!certificate.HasPrivateKey) throw new CryptographicException("There is no key in it.");
            }
        }
        catch (Exception e)
        {
            // There are many kinds of wrong files, and none of them is the program's fault.
            var with = KeyPath is null ? " as a PFX file (one in PEM has its key beside it, which ASPNETCORE_Kestrel__Certificates__Default__KeyPath names)" : $" with the key {KeyPath}";
            throw new InvalidDataException($"The server's certificate {Path} cannot be used{with}: {e.Message}", e);
        }
    }

    /// <summary>What a connection shows.</summary>
    public SslStreamCertificateContext Read()
    {
        var (certificate, issuers) = ReadWhole();
        return SslStreamCertificateContext.Create(certificate, issuers);
    }

    /// <summary>Tells what they hold from what they held; null where they cannot be read.</summary>
    /// <remarks>Links to the newest files, and clocks that are set back, would hide a change from whoever looks at their times.</remarks>
    public string? Fingerprint()
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData([.. File.ReadAllBytes(Path), .. KeyPath is null ? [] : File.ReadAllBytes(KeyPath)]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private (X509Certificate2 Certificate, X509Certificate2Collection? Issuers) ReadWhole()
    {
        if (KeyPath is null) return (X509CertificateLoader.LoadPkcs12(File.ReadAllBytes(Path), Password), null);
        // Read here: OpenSSL's words on a missing file are none for people.
        using var bare = X509CertificateLoader.LoadCertificate(File.ReadAllBytes(Path));
        var (certificate, key) = (bare.ExportCertificatePem(), File.ReadAllText(KeyPath));
        var issuers = new X509Certificate2Collection();
        issuers.ImportFromPemFile(Path);
        var whole = Password is null ? X509Certificate2.CreateFromPem(certificate, key) : X509Certificate2.CreateFromEncryptedPem(certificate, key, Password);
        return (PresentableCertificate.Of(whole), issuers);
    }
}
