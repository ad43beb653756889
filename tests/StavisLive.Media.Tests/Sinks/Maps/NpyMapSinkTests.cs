using StavisLive.Core.Arrays;
using StavisLive.Core.Sinks;
using StavisLive.Media.Sinks.Maps;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Maps;

public sealed class NpyMapSinkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WriteAsync_AtEveryMoment_TheFileHoldsTheRowsSoFar(bool completed)
    {
        await File.WriteAllTextAsync(_folder["maps.npy"], "what was there before");
        var sink = new NpyMapSink(_folder["maps.npy"]);
        await using (sink)
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            Assert.Equal("what was there before", await File.ReadAllTextAsync(_folder["maps.npy"]));
            for (var index = 0; index < 3; index++)
            {
                using var result = TestResults.Make(index, [index / 4f]);
                await sink.WriteAsync(result, CancellationToken.None);
                AssertRows([.. Enumerable.Range(0, index + 1).Select(row => row / 4f)]);
            }
            if (completed) await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
        }

        AssertRows(0, 0.25f, 0.5f);
    }

    [Fact]
    public async Task WriteAsync_Map_KeepsItsRowsAndColumns()
    {
        await using var sink = new NpyMapSink(_folder["maps.npy"]);
        await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
        var values = TestResults.Blob(20, 90);
        using var result = TestResults.Make(0, values);

        await sink.WriteAsync(result, CancellationToken.None);

        Assert.Equal(values, NpyFile.Read(_folder["maps.npy"]).AsSingle());
    }

    [Fact]
    public async Task WriteAsync_DiskFillsUp_TheRowsThatFittedAreThere()
    {
        // Room for two rows of 50,176 bytes and their header.
        using var disk = SmallDisk.TryMount(_folder["disk"], kilobytes: 128);
        if (disk is null) Assert.Skip("Mounting a small disk needs the right to mount.");
        await using (var sink = new NpyMapSink(_folder["disk/maps.npy"]))
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            using var result = TestResults.Make(0, [0.5f]);
            await Assert.ThrowsAsync<SinkException>(async () =>
            {
                while (true) await sink.WriteAsync(result, CancellationToken.None);
            });
        }

        Assert.Equal([2, 112, 112], NpyFile.Read(_folder["disk/maps.npy"]).Shape);
    }

    private void AssertRows(params float[] rows)
    {
        var array = NpyFile.Read(_folder["maps.npy"]);
        Assert.Equal([rows.Length, 112, 112], array.Shape);
        var values = array.AsSingle();
        for (var row = 0; row < rows.Length; row++) Assert.All(values[(row * 12_544)..((row + 1) * 12_544)], value => Assert.Equal(rows[row], value));
    }
}
