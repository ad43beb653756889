using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StavisLive.Media.Sinks.QpMaps;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.QpMaps;

public sealed class SocketQpTargetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qp-");
    private readonly RecordingLogger _log = new();

    private string Place => Path.Combine(_folder.FullName, "s");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task OpenAsync_NoReaderCanBeTakenForAWhile_IsToldOnceAndTheNextOnesCome()
    {
        var attempts = 0;
        await using var target = new SocketQpTarget(Place, _log)
        {
            Accept = socket => ++attempts <= 2 ? Task.FromException<Socket>(new SocketException((int)SocketError.TooManyOpenSockets)) : socket.AcceptAsync(),
        };
        await target.OpenAsync(isLive: true, CancellationToken.None);
        using var reader = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await reader.ConnectAsync(new UnixDomainSocketEndPoint(Place));

        await Eventually.HoldsAsync(() => _log.Entries.Any(entry => entry.Level == LogLevel.Information));
        Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("tried again"));
        await target.WriteAsync([1, 2, 3], count: 1);
        Assert.Equal(3, await reader.ReceiveAsync(new byte[8]));
    }

    [Fact]
    public async Task DisposeAsync_WaitsForReaders_EndsWithoutAWord()
    {
        var target = new SocketQpTarget(Place, _log);
        await target.OpenAsync(isLive: true, CancellationToken.None);
        await target.DisposeAsync();

        Assert.Empty(_log.Entries);
    }
}
