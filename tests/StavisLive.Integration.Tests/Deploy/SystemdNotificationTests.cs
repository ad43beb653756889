using System.Net.Sockets;
using System.Text;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.Deploy;

/// <summary>What a service manager is told that cannot be seen as a parent: a unit with ProtectProc= hides it.</summary>
public sealed class SystemdNotificationTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_ServiceManagerThatWaits_HearsOfTheStartAndOfTheEnd(bool serves)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere there is no systemd.");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(_scratch["notify"]));
        string[] server = serves ? ["--serve", "0"] : [];
        await using var run = StavisProgram.Start(
            ["--synthetic", "--realtime", "--no-display", "--weights", TestWeights.Path, .. server], new Dictionary<string, string> { ["NOTIFY_SOCKET"] = _scratch["notify"] });

        Assert.Equal("READY=1", await HearAsync(manager));
        Signals.Send(run.Id, "TERM");
        Assert.Equal("STOPPING=1", await HearAsync(manager));

        (await run.WaitAsync()).Expect(130);
    }

    private static async Task<string> HearAsync(Socket manager)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        var buffer = new byte[100];
        return Encoding.UTF8.GetString(buffer, 0, await manager.ReceiveAsync(buffer, patience.Token));
    }
}
