using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding.QpRecords;
using StavisLive.Media.Encoding.Regions;
using StavisLive.Media.Sinks.QpMaps;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.QpMaps;

public sealed class QpMapSinkTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qp-");

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Write_Results_ARecordForEachAsThePlannerSays()
    {
        await using (var sink = Sink(PathOf("maps.qp")))
        {
            await sink.OpenAsync(TestResults.Source(160, 90), default);
            for (var frame = 0; frame < 3; frame++) await WriteAsync(sink, frame, 160, 90);
        }
        var planner = new DeltaQpPlanner(160, 90, new FoveationOptions());
        var records = Read(PathOf("maps.qp"));
        Assert.Equal(3, records.Count);
        for (var frame = 0; frame < 3; frame++)
        {
            var plan = planner.Plan(TestResults.Blob(20 + 5 * frame, 50), MediaTime.FromMilliseconds(40 * frame));
            Assert.Equal((10, 6), (records[frame].Columns, records[frame].Rows));
            Assert.Equal(plan.Deltas.ToArray(), records[frame].Deltas);
        }
    }

    [Fact]
    public async Task Write_FramesLost_LastRecordAgainSoThatNumbersAgree()
    {
        await using (var sink = Sink(PathOf("maps.qp")))
        {
            await sink.OpenAsync(TestResults.Source(160, 90), default);
            await WriteAsync(sink, 0, 160, 90);
            await WriteAsync(sink, 4, 160, 90);
        }
        var records = Read(PathOf("maps.qp"));
        Assert.Equal(5, records.Count);
        Assert.Equal(records[0].Deltas, records[3].Deltas);
        Assert.NotEqual(records[0].Deltas, records[4].Deltas);
    }

    [Fact]
    public async Task Write_FramesLostBeforeTheFirst_RecordsThatChangeNothing()
    {
        await using (var sink = Sink(PathOf("maps.qp")))
        {
            await sink.OpenAsync(TestResults.Source(160, 90), default);
            await WriteAsync(sink, 3, 160, 90);
        }
        var records = Read(PathOf("maps.qp"));
        Assert.Equal(4, records.Count);
        Assert.All(records[..3], record => Assert.Equal(new sbyte[10 * 6], record.Deltas));
        Assert.Contains(records[3].Deltas, delta => delta != 0);
    }

    [Fact]
    public async Task Write_AnotherSize_RecordsOfThatSize()
    {
        await using (var sink = Sink(PathOf("maps.qp")))
        {
            await sink.OpenAsync(TestResults.Source(160, 90), default);
            await WriteAsync(sink, 0, 160, 90);
            await WriteAsync(sink, 1, 90, 161);
        }
        Assert.Equal([(10, 6), (6, 11)], Read(PathOf("maps.qp")).Select(record => (record.Columns, record.Rows)));
    }

    [Fact]
    public async Task Write_NotCompleted_RecordsAreThere()
    {
        await using var sink = Sink(PathOf("maps.qp"));
        await sink.OpenAsync(TestResults.Source(160, 90), default);
        await WriteAsync(sink, 0, 160, 90);
        await WriteAsync(sink, 1, 160, 90);
        using var file = new FileStream(PathOf("maps.qp"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.Equal(2, QpRecordReader.Read(file).Count());
    }

    [Fact]
    public async Task Open_NoFolder_SaysSo()
    {
        await using var sink = Sink(PathOf("none/maps.qp"));
        await Assert.ThrowsAsync<SinkException>(() => sink.OpenAsync(TestResults.Source(), default));
    }

    [Fact]
    public async Task Socket_Offline_WaitsForItsReaderAndSendsAll()
    {
        var path = PathOf("s");
        await using var sink = Sink("unix:" + path);
        var writing = Task.Run(async () =>
        {
            await sink.OpenAsync(TestResults.Source(160, 90), default);
            for (var frame = 0; frame < 200; frame++) await WriteAsync(sink, frame, 160, 90);
            await sink.DisposeAsync();
        });
        Assert.Equal(200, (await ReadSocketAsync(path)).Count);
        await writing;
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Socket_OfflineWithoutReader_InterruptionEndsTheWait()
    {
        await using var sink = Sink("unix:" + PathOf("s"));
        using var interruption = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.OpenAsync(TestResults.Source(160, 90), interruption.Token));
    }

    [Fact]
    public async Task Socket_LiveReaderThatTakesNothing_DisconnectedAndNobodyWaits()
    {
        var path = PathOf("s");
        await using var sink = Sink("unix:" + path);
        await sink.OpenAsync(TestResults.Source(1920, 1080) with { IsLive = true }, default);
        using var idle = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await idle.ConnectAsync(new UnixDomainSocketEndPoint(path));
        // More than a socket and a queue hold: without a disconnection this would never end.
        for (var frame = 0; frame < 400; frame++) await WriteAsync(sink, frame, 1920, 1080);
        var whole = 0;
        var buffer = new byte[1 << 20];
        while (await idle.ReceiveAsync(buffer) is > 0 and var got) whole += got;
        Assert.InRange(whole, 0, 300 * (8 + 120 * 68));
    }

    [Fact]
    public async Task Socket_LiveManyFramesLost_ReaderStaysAndGetsARecordForEach()
    {
        var (path, log) = (PathOf("s"), new RecordingLogger());
        await using var sink = Sink("unix:" + path, log);
        await sink.OpenAsync(TestResults.Source(1920, 1080) with { IsLive = true }, default);
        var reading = ReadSocketAsync(path);
        await log.UntilAsync(entry => entry.Text.Contains("are read from"));
        await WriteAsync(sink, 0, 1920, 1080);
        await WriteAsync(sink, 1_000, 1920, 1080);
        await WriteAsync(sink, 1_001, 1920, 1080);
        await sink.DisposeAsync();

        Assert.Equal(1_002, (await reading).Count);
    }

    [Fact]
    public async Task Socket_LeftOverByAKilledRun_TakenOver()
    {
        var path = PathOf("s");
        var old = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        old.Bind(new UnixDomainSocketEndPoint(path));
        // Closing it leaves its name, as a killed process does.
        old.Dispose();
        await using var sink = Sink("unix:" + path);
        await sink.OpenAsync(TestResults.Source() with { IsLive = true }, default);
    }

    [Fact]
    public async Task Socket_PlaceOfAFile_RefusedAndTheFileStays()
    {
        var path = PathOf("s");
        await File.WriteAllTextAsync(path, "mine");
        await using var sink = Sink("unix:" + path);
        await Assert.ThrowsAsync<SinkException>(() => sink.OpenAsync(TestResults.Source(), default));
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
    }

    private static QpMapSink Sink(string target, ILogger? log = null) => new(target, new FoveationOptions(), 16, null, log ?? NullLogger.Instance);

    private static async Task WriteAsync(QpMapSink sink, int frame, int width, int height)
    {
        using var result = TestResults.Make(frame, TestResults.Blob(20 + 5 * (frame % 10), 50), TestResults.Picture(width, height));
        await sink.WriteAsync(result, default);
    }

    private static List<QpRecord> Read(string path)
    {
        using var file = File.OpenRead(path);
        return [.. QpRecordReader.Read(file)];
    }

    private static async Task<List<QpRecord>> ReadSocketAsync(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
                return true;
            }
            catch (SocketException)
            {
                // Nobody listens there yet.
                return false;
            }
        });
        using var all = new MemoryStream();
        await using (var stream = new NetworkStream(socket)) await stream.CopyToAsync(all);
        all.Position = 0;
        return [.. QpRecordReader.Read(all)];
    }
}
