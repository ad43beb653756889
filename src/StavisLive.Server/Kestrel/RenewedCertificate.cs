using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace StavisLive.Server.Kestrel;

/// <summary>Shows the server's certificate as its files are now to whoever connects: one that is renewed needs no restart.</summary>
/// <remarks>Thread-safe. Kestrel reads the first one, and shows it until the files have changed. Disposing takes the keys of the others away again.</remarks>
internal sealed partial class RenewedCertificate : IDisposable
{
    private readonly CertificateFiles _files;
    private readonly ILogger _log;
    private readonly Lock _lock = new();

    // All that were shown so far: connections that began with one go on with it.
    private readonly List<X509Certificate2> _shown = [];

    private string? _fingerprint;
    private SslStreamCertificateContext? _renewed;
    private bool _isTold;

    /// <param name="files">Where it is.</param>
    /// <param name="log">Told when another is shown, and when one cannot be.</param>
    public RenewedCertificate(CertificateFiles files, ILogger log)
    {
        (_files, _log) = (files, log);
        _fingerprint = files.Fingerprint();
    }

    /// <summary>Has a connection that begins show it.</summary>
    public void Show(SslServerAuthenticationOptions connection)
    {
        lock (_lock)
        {
            if (_files.Fingerprint() is var fingerprint && fingerprint != _fingerprint) TakeOver(fingerprint);
            if (_renewed is not null) connection.ServerCertificateContext = _renewed;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var certificate in _shown) certificate.Dispose();
        }
    }

    private void TakeOver(string? fingerprint)
    {
        // What cannot be read is not tried again before it changes.
        _fingerprint = fingerprint;
        try
        {
            _renewed = _files.Read();
            _shown.Add(_renewed.TargetCertificate);
            _isTold = false;
            LogRenewed(_log, _files.Path, _renewed.TargetCertificate.NotAfter.ToUniversalTime());
        }
        catch (Exception e)
        {
            // Whatever is wrong with it: it may be half written, and nobody is to be refused meanwhile.
            if (!_isTold) LogUnreadable(_log, _files.Path, e.Message);
            _isTold = true;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The certificate {Path:l} has changed and is shown from now on; it is valid until {Until:u}")]
    private static partial void LogRenewed(ILogger log, string path, DateTime until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate {Path:l} has changed and cannot be read; the one before it is shown until that is mended: {Reason:l}")]
    private static partial void LogUnreadable(ILogger log, string path, string reason);
}
