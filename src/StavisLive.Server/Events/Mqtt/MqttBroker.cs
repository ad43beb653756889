using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>The broker of a configuration: where it is, who we are there, and whom we trust.</summary>
internal sealed class MqttBroker
{
    /// <summary>Whether the program is there.</summary>
    public const string Online = "online";

    /// <summary>Whether it is not; the broker says so itself where the connection breaks.</summary>
    public const string Offline = "offline";

    private const int Port = 1883;
    private const int TlsPort = 8883;

    // Half as much again, and the broker tells that we are gone.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    private readonly Uri _address;
    private readonly string _will;
    private readonly string? _caFile;

    // Others may run on this machine, and a broker has one connection for each.
    private readonly string _client = $"stavis-live-{Guid.NewGuid():N}"[..23];

    /// <param name="config">Where it is.</param>
    /// <param name="topics">Where it is told that we are gone.</param>
    public MqttBroker(MqttConfig config, MqttTopics topics)
    {
        SafeAddress.Know(config.Address!);
        Shown = SafeAddress.Of(config.Address!);
        _address = new Uri(SafeAddress.Escape(config.Address!));
        (_will, _caFile) = (topics.Available, config.CaFile);
    }

    /// <summary>Its address without the password.</summary>
    public string Shown { get; }

    private bool IsSecure => _address.Scheme == "mqtts";

    /// <summary>How to connect. Reads the authority's certificate, which may have been renewed.</summary>
    /// <param name="refused">Told why a certificate is not trusted.</param>
    /// <exception cref="MqttRefusedException">The authority's certificate cannot be read.</exception>
    public MqttClientOptions Connect(Action<string> refused)
    {
        // Every broker knows 3.1.1, and 5 has nothing that is needed here.
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(_client)
            .WithTcpServer(_address.IdnHost, _address.Port > 0 ? _address.Port : IsSecure ? TlsPort : Port)
            .WithKeepAlivePeriod(KeepAlive)
            .WithWillTopic(_will)
            .WithWillPayload(Offline)
            .WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (_address.UserInfo.Length > 0)
        {
            var colon = _address.UserInfo.IndexOf(':');
            var (user, password) = colon < 0 ? (_address.UserInfo, null) : (_address.UserInfo[..colon], _address.UserInfo[(colon + 1)..]);
            options.WithCredentials(Uri.UnescapeDataString(user), password is null ? null! : Uri.UnescapeDataString(password));
        }
        if (IsSecure) options.WithTlsOptions(tls => Secure(tls, refused));
        return options.Build();
    }

    private void Secure(MqttClientTlsOptionsBuilder tls, Action<string> refused)
    {
        // Home networks' authorities publish no lists of what they have revoked.
        tls.UseTls().WithTargetHost(_address.IdnHost).WithRevocationMode(X509RevocationMode.NoCheck).WithCertificateValidationHandler(peer =>
        {
            if (peer.SslPolicyErrors == SslPolicyErrors.None) return true;
            refused(peer.SslPolicyErrors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                ? $"its certificate is not one for {_address.IdnHost}"
                : "nobody who is trusted has signed its certificate; publish.mqtt.caFile is for that of another authority");
            return false;
        });
        if (_caFile is not null) tls.WithTrustChain(Authorities(_caFile));
    }

    private static X509Certificate2Collection Authorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new MqttRefusedException($"publish.mqtt.caFile cannot be read: {e.Message}", isFinal: false, e);
        }
        return authorities.Count > 0 ? authorities : throw new MqttRefusedException($"publish.mqtt.caFile holds no certificate (PEM): {path}", isFinal: false);
    }
}
