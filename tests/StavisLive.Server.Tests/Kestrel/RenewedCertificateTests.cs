using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StavisLive.Server.Kestrel;
using StavisLive.Server.Tests.Events.Mqtt;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Kestrel;

/// <summary>A server whose certificate is renewed while it runs.</summary>
public sealed class RenewedCertificateTests : IDisposable
{
    private const string Password = "as long as the key";

    private static readonly TestCertificate First = TestCertificate.For("localhost");
    private static readonly TestCertificate Second = TestCertificate.For("localhost");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-live-");
    private readonly RecordingLogger _log = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("pem")]
    [InlineData("encrypted pem")]
    [InlineData("pfx")]
    public async Task Show_RenewedCertificate_IsSeenByWhoeverConnectsNext(string kind)
    {
        Write(kind, First);
        await using var server = await StartAsync(kind);
        var before = await ShownByAsync(server);

        Write(kind, Second);

        Assert.Equal((First.CertificatePem, Second.CertificatePem), (before, await ShownByAsync(server)));
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Show_RenewedCertificateIsHalfWritten_KeepsTheOneBeforeAndSaysSoOnce()
    {
        Write("pem", First);
        await using var server = await StartAsync("pem");

        await File.WriteAllTextAsync(PathOf("server.pem"), Second.CertificatePem);
        var halfway = await ShownByAsync(server);
        File.Delete(PathOf("server.key"));
        var without = await ShownByAsync(server);
        var warnings = _log.Entries.Where(entry => entry.Level >= LogLevel.Warning).ToList();
        await File.WriteAllTextAsync(PathOf("server.key"), Second.KeyPem);
        var mended = await ShownByAsync(server);

        Assert.Equal((First.CertificatePem, First.CertificatePem, Second.CertificatePem), (halfway, without, mended));
        Assert.Contains("server.pem has changed and cannot be read", Assert.Single(warnings).Text);
    }

    [Fact]
    public async Task Dispose_ServerEnds_TakesTheKeysOfAllThatWereShown()
    {
        Write("pem", First);
        var server = await StartAsync("pem");
        var shown = server.Services.GetRequiredService<RenewedCertificate>();
        Write("pem", Second);
        var (second, third) = (new SslServerAuthenticationOptions(), new SslServerAuthenticationOptions());
        shown.Show(second);
        Write("pem", First);
        shown.Show(third);

        var certificates = new[] { second, third }.Select(connection => connection.ServerCertificateContext!.TargetCertificate).ToList();
        Assert.All(certificates, certificate => Assert.NotEqual(0, certificate.Handle));
        await server.DisposeAsync();

        Assert.All(certificates, certificate => Assert.Equal(0, certificate.Handle));
    }

    private static async Task<string> ShownByAsync(RunningServer server)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, _, _, _) => true });
        return ((X509Certificate2)tls.RemoteCertificate!).ExportCertificatePem();
    }

    private void Write(string kind, TestCertificate certificate)
    {
        File.WriteAllText(PathOf("server.pem"), certificate.CertificatePem);
        File.WriteAllText(PathOf("server.key"), kind == "encrypted pem" ? Encrypt(certificate.KeyPem) : certificate.KeyPem);
        using var whole = X509Certificate2.CreateFromPem(certificate.CertificatePem, certificate.KeyPem);
        File.WriteAllBytes(PathOf("server.pfx"), whole.Export(X509ContentType.Pkcs12, Password));
    }

    private Task<RunningServer> StartAsync(string kind)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Path"] = PathOf(kind == "pfx" ? "server.pfx" : "server.pem"),
            ["KeyPath"] = kind == "pfx" ? null : PathOf("server.key"),
            ["Password"] = kind == "pem" ? null : Password,
        };
        return RunningServer.StartAsync(config => config with { Sources = [] }, prepare: builder =>
        {
            builder.Services.AddLogging(logging => logging.AddProvider(new RecordedLogs(_log)));
            foreach (var (key, value) in settings.Where(setting => setting.Value is not null)) builder.Configuration[$"Kestrel:Certificates:Default:{key}"] = value;
        });
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static string Encrypt(string keyPem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(keyPem);
        return key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000));
    }
}
