using System.Security.Cryptography.X509Certificates;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Events.Mqtt;

public sealed class MqttSecurityTests
{
    private const string Available = "home/stavis live/available";
    private const string Password = "p@ss:w/rd%";

    [Fact]
    public async Task Start_UserAndPassword_AreDecodedAndNeverTold()
    {
        await using var broker = await Mosquitto.StartAsync(("camera user", Password));
        await using var publisher = new MqttFixture($"mqtt://camera%20user:{Uri.EscapeDataString(Password)}@127.0.0.1:{broker.Port}");
        await publisher.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port, options => options.WithCredentials("camera user", Password));
        await observer.UntilAsync(Available, text => text == "online");
        AssertIsSecret(publisher);
    }

    [Fact]
    public async Task Start_WrongPassword_IsToldOnceWithoutIt()
    {
        await using var broker = await Mosquitto.StartAsync(("camera", "another"));
        await using var publisher = new MqttFixture($"mqtt://camera:{Uri.EscapeDataString(Password)}@127.0.0.1:{broker.Port}");
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        Assert.StartsWith($"Warning The MQTT broker mqtt://camera:***@127.0.0.1:{broker.Port} is told nothing: it refuses the user or the password of publish.mqtt.address.", publisher.Log.Lines[0]);
        AssertIsSecret(publisher);
    }

    [Fact]
    public async Task Start_AuthorityIsGiven_IsToldOverTls()
    {
        var certificate = TestCertificate.For("localhost");
        await using var broker = await Mosquitto.StartAsync(certificate: certificate);
        using var authority = new TempFile(certificate.AuthorityPem);
        await using var publisher = new MqttFixture($"mqtts://localhost:{broker.Port}", caFile: authority.Path);
        await publisher.StartAsync();
        using var trusted = X509Certificate2.CreateFromPem(certificate.AuthorityPem);
        await using var observer = await MqttObserver.StartAsync(
            broker.Port, options => options.WithTlsOptions(tls => tls.UseTls().WithTrustChain([trusted]).WithRevocationMode(X509RevocationMode.NoCheck)));
        await observer.UntilAsync(Available, text => text == "online");
    }

    [Fact]
    public async Task Start_AuthorityIsUnknown_IsNotTrusted()
    {
        await using var broker = await Mosquitto.StartAsync(certificate: TestCertificate.For("localhost"));
        await using var publisher = new MqttFixture($"mqtts://localhost:{broker.Port}");
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        Assert.Contains("nobody who is trusted has signed its certificate; publish.mqtt.caFile is for that of another authority", publisher.Log.Lines[0]);
    }

    [Fact]
    public async Task Start_AnotherAuthority_IsNotTrusted()
    {
        await using var broker = await Mosquitto.StartAsync(certificate: TestCertificate.For("localhost"));
        using var authority = new TempFile(TestCertificate.For("localhost").AuthorityPem);
        await using var publisher = new MqttFixture($"mqtts://localhost:{broker.Port}", caFile: authority.Path);
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        Assert.Contains("nobody who is trusted has signed its certificate", publisher.Log.Lines[0]);
    }

    [Fact]
    public async Task Start_CertificateOfAnotherHost_IsNotTrusted()
    {
        var certificate = TestCertificate.For("broker.example");
        await using var broker = await Mosquitto.StartAsync(certificate: certificate);
        using var authority = new TempFile(certificate.AuthorityPem);
        await using var publisher = new MqttFixture($"mqtts://localhost:{broker.Port}", caFile: authority.Path);
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        Assert.Contains("its certificate is not one for localhost", publisher.Log.Lines[0]);
    }

    [Theory]
    [InlineData(null, "publish.mqtt.caFile cannot be read: ")]
    [InlineData("no certificate", "publish.mqtt.caFile holds no certificate (PEM): ")]
    public async Task Start_BadAuthorityFile_IsTold(string? text, string expected)
    {
        using var file = new TempFile(text ?? "");
        if (text is null) file.Dispose();
        await using var publisher = new MqttFixture("mqtts://localhost:1", caFile: file.Path);
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        Assert.Contains(expected, publisher.Log.Lines[0]);
    }

    private static void AssertIsSecret(MqttFixture publisher)
    {
        Assert.DoesNotContain(Password, publisher.Log.All);
        Assert.DoesNotContain(Uri.EscapeDataString(Password), publisher.Log.All);
    }

    private sealed class TempFile : IDisposable
    {
        public TempFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"stavis-live-{Guid.NewGuid():N}.pem");

        public void Dispose() => File.Delete(Path);
    }
}
