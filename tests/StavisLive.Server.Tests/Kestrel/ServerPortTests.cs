using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Server.Tests.Events.Mqtt;

namespace StavisLive.Server.Tests.Kestrel;

/// <summary>What cannot be listened at, or shown, is told before anything is begun.</summary>
public sealed class ServerPortTests : IDisposable
{
    private const string Password = "as long as the key";

    private static readonly TestCertificate Certificate = TestCertificate.For("localhost");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-live-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Open_AddressOfAnotherMachine_IsRefused()
    {
        // A network may get its address later, and a service is begun again for that.
        var error = await Assert.ThrowsAsync<IOException>(() => StartAsync("192.0.2.1:8080", []));

        Assert.Equal("`serve.address=192.0.2.1:8080` cannot be used: 192.0.2.1 is no address of this machine.", error.Message);
    }

    [Fact]
    public async Task Open_PortOfTheSystem_IsRefusedToOthersThanRoot()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && !MayTake(80), "Whoever runs this may listen there, or somebody does.");

        var error = await Assert.ThrowsAsync<ConfigException>(() => StartAsync("127.0.0.1:80", []));

        Assert.Contains("ports below 1024, such as 80, are for root", error.Message);
    }

    [Theory]
    [InlineData("server.pem", "other.key", null)]
    [InlineData("server.pem", "missing.key", null)]
    [InlineData("server.pem", "damaged.key", null)]
    [InlineData("damaged.pem", "server.key", null)]
    [InlineData("missing.pem", "server.key", null)]
    [InlineData("server.pfx", null, "another password")]
    [InlineData("without-key.pfx", null, Password)]
    [InlineData("server.pem", null, null)]
    public async Task Open_CertificateThatCannotBeUsed_IsRefusedByItsName(string path, string? key, string? password)
    {
        Write();
        var settings = new Dictionary<string, string?> { ["Path"] = PathOf(path), ["KeyPath"] = key is null ? null : PathOf(key), ["Password"] = password };

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync("127.0.0.1:0", settings));

        Assert.Contains(PathOf(path), error.Message);
        Assert.Contains(key is null ? "" : PathOf(key), error.Message);
    }

    [Fact]
    public async Task Open_RelativePaths_AreTakenFromTheCurrentFolder()
    {
        Write();
        var settings = new Dictionary<string, string?>
        {
            ["Path"] = Path.GetRelativePath(Environment.CurrentDirectory, PathOf("server.pem")), ["KeyPath"] = Path.GetRelativePath(Environment.CurrentDirectory, PathOf("server.key")),
        };

        await using var server = await StartAsync("127.0.0.1:0", settings);

        Assert.Equal(Uri.UriSchemeHttps, server.Address.Scheme);
    }

    private Task<RunningServer> StartAsync(string address, Dictionary<string, string?> certificate) => RunningServer.StartAsync(
        config => config with { Sources = [], Serve = new ServeConfig { Address = address } },
        prepare: builder =>
        {
            // Where the program lies, which is no place to look for certificates in.
            builder.Environment.ContentRootPath = _folder.CreateSubdirectory("program").FullName;
            foreach (var (key, value) in certificate.Where(setting => setting.Value is not null)) builder.Configuration[$"Kestrel:Certificates:Default:{key}"] = value;
        });

    private void Write()
    {
        File.WriteAllText(PathOf("server.pem"), Certificate.CertificatePem);
        File.WriteAllText(PathOf("server.key"), Certificate.KeyPem);
        File.WriteAllText(PathOf("other.key"), TestCertificate.For("localhost").KeyPem);
        File.WriteAllText(PathOf("damaged.pem"), Certificate.CertificatePem[..^200]);
        File.WriteAllText(PathOf("damaged.key"), Certificate.KeyPem[..^80]);
        using var whole = X509Certificate2.CreateFromPem(Certificate.CertificatePem, Certificate.KeyPem);
        File.WriteAllBytes(PathOf("server.pfx"), whole.Export(X509ContentType.Pkcs12, Password));
        using var bare = X509Certificate2.CreateFromPem(Certificate.CertificatePem);
        File.WriteAllBytes(PathOf("without-key.pfx"), bare.Export(X509ContentType.Pkcs12, Password));
    }

    private static bool MayTake(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode != SocketError.AccessDenied;
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
