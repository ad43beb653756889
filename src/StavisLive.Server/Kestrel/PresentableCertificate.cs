using System.Security.Cryptography.X509Certificates;

namespace StavisLive.Server.Kestrel;

/// <summary>A certificate that an end of a connection can show.</summary>
internal static class PresentableCertificate
{
    /// <summary>The same certificate with a key that may be used: Windows shows none whose key is in memory only, as one that was read from PEM.</summary>
    /// <remarks>What it gives must be disposed: until then Windows keeps the key in a file of the user's.</remarks>
    /// <param name="certificate">With its key; taken over.</param>
    public static X509Certificate2 Of(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows()) return certificate;
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
