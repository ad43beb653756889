using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace StavisLive.Server.Kestrel;

/// <summary>Shows the server's certificate as its files are now to whoever connects: one that is renewed needs no restart.</summary>
/// <remarks>Thread-safe. Kestrel reads the first one, and shows it until the files have changed.</remarks>
internal sealed partial class RenewedCertificate
{
    private readonly string _path;
    private readonly string? _keyPath;
    private readonly string? _password;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private string? _fingerprint;
    private SslStreamCertificateContext? _renewed;
    private bool _isTold;

    /// <param name="path">The certificate, with those of its issuers; or a PFX file, where there is no <paramref name="keyPath"/>.</param>
    /// <param name="keyPath">Its key.</param>
    /// <param name="password">The key's.</param>
    /// <param name="log">Told when another is shown, and when one cannot be.</param>
    public RenewedCertificate(string path, string? keyPath, string? password, ILogger log)
    {
        (_path, _keyPath, _password, _log) = (path, keyPath, password, log);
        _fingerprint = Fingerprint();
    }

    /// <summary>Has a connection that begins show it.</summary>
    public void Show(SslServerAuthenticationOptions connection)
    {
        lock (_lock)
        {
            if (Fingerprint() is var fingerprint && fingerprint != _fingerprint) TakeOver(fingerprint);
            if (_renewed is not null) connection.ServerCertificateContext = _renewed;
        }
    }

    private void TakeOver(string? fingerprint)
    {
        // What cannot be read is not tried again before it changes.
        _fingerprint = fingerprint;
        try
        {
            _renewed = Read();
            _isTold = false;
            LogRenewed(_log, _path, _renewed.TargetCertificate.NotAfter.ToUniversalTime());
        }
        catch (Exception e)
        {
            // Whatever is wrong with it: it may be half written, and nobody is to be refused meanwhile.
            if (!_isTold) LogUnreadable(_log, _path, e.Message);
            _isTold = true;
        }
    }

    // Of what they hold: links to the newest files, and clocks that are set back, would hide a change from whoever looks at their times.
    private string? Fingerprint()
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData([.. File.ReadAllBytes(_path), .. _keyPath is null ? [] : File.ReadAllBytes(_keyPath)]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private SslStreamCertificateContext Read()
    {
        if (_keyPath is null) return SslStreamCertificateContext.Create(X509CertificateLoader.LoadPkcs12FromFile(_path, _password), null);
        using var bare = X509CertificateLoader.LoadCertificateFromFile(_path);
        var (certificate, key) = (bare.ExportCertificatePem(), File.ReadAllText(_keyPath));
        var whole = _password is null ? X509Certificate2.CreateFromPem(certificate, key) : X509Certificate2.CreateFromEncryptedPem(certificate, key, _password);
        var issuers = new X509Certificate2Collection();
        issuers.ImportFromPemFile(_path);
        return SslStreamCertificateContext.Create(Presentable(whole), issuers);
    }

    // Windows shows no certificate whose key is in memory only.
    private static X509Certificate2 Presentable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows()) return certificate;
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The certificate {Path:l} has changed and is shown from now on; it is valid until {Until:u}")]
    private static partial void LogRenewed(ILogger log, string path, DateTime until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate {Path:l} has changed and cannot be read; the one before it is shown until that is mended: {Reason:l}")]
    private static partial void LogUnreadable(ILogger log, string path, string reason);
}
