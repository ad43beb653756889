using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.Server;

/// <summary>The program with <c>--serve</c>, its clients and its refusals, as users meet them.</summary>
public sealed partial class ServerProgramTests : IDisposable
{
    private const string Token = "token-of-more-than-sixteen-letters";

    // As few maps as there can be: they are not what it is about.
    private static readonly string[] Scene = ["--synthetic", "--window-fps", "10"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-live-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Serve_BuiltInScene_IsThereForBrowsersAndPrograms()
    {
        await using var served = await ServedProgram.StartAsync(Scene);
        await served.UntilMappedAsync("synthetic");

        Assert.Contains("<title>", await served.Client.GetStringAsync("/"));
        Assert.Equal("live", (await served.Client.GetFromJsonAsync<JsonElement>("/api/sources/synthetic")).GetProperty("state").GetString());
        // A picture is waited for a few seconds; a machine with much else to do may need longer for one.
        await Eventually.HoldsAsync(async () => (await served.Client.GetAsync("/api/sources/synthetic/overlay.jpg")).StatusCode == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await served.Client.GetAsync("/health/ready")).StatusCode);
        Assert.Contains("stavis_maps_total{", await served.Client.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Serve_FollowedByViewers_EndsInTimeWhenItIsInterrupted()
    {
        await using var served = await ServedProgram.StartAsync(Scene);
        await served.UntilMappedAsync("synthetic");
        using var overlay = await served.Client.GetAsync("/api/sources/synthetic/overlay.mjpeg", HttpCompletionOption.ResponseHeadersRead);
        using var events = await served.Client.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        using var idle = new TcpClient();
        await idle.ConnectAsync(served.Address.Host, served.Address.Port);

        served.Program.Signal("INT");
        var outcome = await served.Program.WaitAsync();

        Assert.Equal(130, outcome.ExitCode);
        Assert.DoesNotContain("unexpected", outcome.Errors);
    }

    [Fact]
    public async Task Serve_Duration_EndsByItself()
    {
        await using var served = await ServedProgram.StartAsync([.. Scene, "--duration", "3"]);

        Assert.Equal(0, (await served.Program.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Serve_PortInUse_SaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var outcome = await StavisProgram.RunAsync("--synthetic", "--serve", $"{port}");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"127.0.0.1:{port}", outcome.Errors);
        Assert.Contains("already in use", outcome.Errors);
        Assert.DoesNotContain(" at ", outcome.Errors.Split('\n').Last(line => line.StartsWith("stavis-live:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("0.0.0.0:0", "token")]
    [InlineData("nonsense", "such as 8080")]
    [InlineData("no-such-host.invalid:80", "")]
    public async Task Serve_WhatCannotBeMeant_IsWrongUsage(string address, string reason)
    {
        var outcome = await StavisProgram.RunAsync("--synthetic", "--serve", address);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--serve", outcome.Errors);
        Assert.Contains(reason, outcome.Errors);
    }

    [Fact]
    public async Task Serve_FurtherPortFromTheEnvironment_IsRefused()
    {
        await using var program = StavisProgram.Start(
            ["--synthetic", "--serve", "0"], new Dictionary<string, string> { ["ASPNETCORE_Kestrel__Endpoints__Open__Url"] = "http://0.0.0.0:0" });

        var outcome = await program.WaitAsync();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("ASPNETCORE_Kestrel__Endpoints", outcome.Errors);
    }

    [Fact]
    public async Task Remove_LastSource_LeavesTheServerForOthers()
    {
        await using var served = await ServedProgram.StartAsync(Scene);
        await served.UntilMappedAsync("synthetic");

        Assert.Equal(HttpStatusCode.NoContent, (await served.Client.DeleteAsync("/api/sources/synthetic")).StatusCode);

        var added = await served.Client.PostAsJsonAsync("/api/sources", new { name = "another", synthetic = true });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        await served.UntilMappedAsync("another");
    }

    [Fact]
    public async Task Serve_WithCertificateAndToken_SpeaksTls()
    {
        var (certificate, key) = MakeCertificate();
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.Subject == "CN=localhost" } };
        await using var served = await ServedProgram.StartAsync(
            new Dictionary<string, string>
            {
                ["ASPNETCORE_Kestrel__Certificates__Default__Path"] = certificate,
                ["ASPNETCORE_Kestrel__Certificates__Default__KeyPath"] = key,
                ["STAVIS_LIVE_VIEWER_TOKEN"] = Token,
            },
            handler, Scene);

        Assert.Equal("https", served.Address.Scheme);
        Assert.Equal(HttpStatusCode.Unauthorized, (await served.Client.GetAsync("/api/sources")).StatusCode);
        var login = await served.Client.PostAsJsonAsync("/api/login", new { token = Token });
        Assert.Contains("secure", login.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await served.Client.GetAsync("/api/sources")).StatusCode);
        Assert.DoesNotContain(Token, served.Program.Errors);
    }

    [Fact]
    public async Task PythonClient_Source_GivesArrays()
    {
        await using var served = await ServedProgram.StartAsync(new Dictionary<string, string> { ["STAVIS_LIVE_VIEWER_TOKEN"] = Token }, null, Scene);
        const string program = """
            import asyncio, sys, numpy, stavis_live

            async def main():
                async with stavis_live.connect(sys.argv[1], token=sys.argv[2]) as server:
                    async for sources in server.sources():
                        print("sources", *[source["id"] for source in sources])
                        break
                    count = 0
                    async for m in server.maps("synthetic", encoding="float32", width=56, height=28):
                        assert m.values.shape == (28, 56) and m.values.dtype == numpy.float32 and 0 <= m.values.min() <= m.values.max() <= 1
                        count += 1
                        if count == 5:
                            break
                    async for m in server.maps("synthetic", pictures=True):
                        assert m.values.dtype == numpy.float16 and m.picture[:2] == b"\xff\xd8"
                        break
                    async for event in server.events(after=0):
                        print("event", event["kind"])
                        break
                    try:
                        async for m in server.maps("nobody"):
                            pass
                    except stavis_live.StavisError as problem:
                        print("refused", problem)
                try:
                    async with stavis_live.connect(sys.argv[1], token="a-token-of-somebody-else"):
                        pass
                except stavis_live.StavisError as problem:
                    print("stranger", problem)

            asyncio.run(main())
            """;

        var output = await RunPythonAsync(["-c", program, served.Address.ToString(), Token]);

        Assert.Contains("sources synthetic", output);
        Assert.Contains("event source-state", output);
        Assert.Contains("refused There is no source \"nobody\".", output);
        Assert.Contains("stranger The server asks for a token that it knows.", output);
    }

    [Fact]
    public async Task MapPrinter_Source_PrintsPeaks()
    {
        await using var served = await ServedProgram.StartAsync(Scene);

        var outcome = (await StavisProgram.RunOtherAsync("MapPrinter", "MapPrinter", served.Address.ToString(), "synthetic", "5")).Expect(0);

        Assert.Equal(5, PeakLine().Count(outcome.Output));
    }

    [Fact]
    public async Task Publish_WithoutServer_NeedsNone()
    {
        var config = Path.Combine(_folder.FullName, "ring.json");
        var name = $"stavis-test-{Environment.ProcessId}";
        await File.WriteAllTextAsync(config, $$"""{ "source": { "synthetic": true }, "window": { "fps": 10 }, "publish": { "sharedMemory": "{{name}}" }, "limits": { "duration": 20 } }""");
        await using var program = StavisProgram.Start("--config", config);
        await program.UntilAsync(() => File.Exists($"/dev/shm/{name}.synthetic"));

        var output = await RunPythonAsync(["-c",
            "import sys, read_shared_memory as r\nfor n, (lost, slot) in enumerate(r.maps(sys.argv[1])):\n    print(slot['frame'])\n    if n == 3: break", $"/dev/shm/{name}.synthetic"]);

        Assert.Equal(4, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Length > 0));
        program.Signal("INT");
        Assert.Equal(130, (await program.WaitAsync()).ExitCode);
        Assert.False(File.Exists($"/dev/shm/{name}.synthetic"));
        // The lock of the name outlives the program.
        foreach (var left in Directory.GetFiles("/dev/shm", $"{name}.*")) File.Delete(left);
    }

    private (string Certificate, string Key) MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var (path, keyPath) = (Path.Combine(_folder.FullName, "server.pem"), Path.Combine(_folder.FullName, "server.key"));
        File.WriteAllText(path, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (path, keyPath);
    }

    private static async Task<string> RunPythonAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.Combine(Structure.Repository.Root, "clients", "python"),
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var python = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (output, errors) = (python.StandardOutput.ReadToEndAsync(timeout.Token), python.StandardError.ReadToEndAsync(timeout.Token));
        try
        {
            await python.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            if (!python.HasExited) python.Kill();
        }
        Assert.True(python.ExitCode == 0, await errors);
        return await output;
    }

    [GeneratedRegex(@"^\d+\.\d\d s  x \d\.\d\d y \d\.\d\d  112x112, 25088 bytes\r?$", RegexOptions.Multiline)]
    private static partial Regex PeakLine();
}
