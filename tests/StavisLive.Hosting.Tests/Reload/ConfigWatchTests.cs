using Microsoft.Extensions.Time.Testing;
using StavisLive.Hosting.Reload;

namespace StavisLive.Hosting.Tests.Reload;

public sealed class ConfigWatchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("watch-");
    private readonly FakeTimeProvider _time = new();

    public ConfigWatchTests() => File.WriteAllText(TheFile, "one");

    private string TheFile => Path.Combine(_folder.FullName, "wall.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task NextAsync_FileReplacedAsEditorsDo_TellsOnceItStaysTheSame()
    {
        await using var watch = new ConfigWatch(TheFile, _time);
        var news = watch.NextAsync(CancellationToken.None).AsTask();
        await LookAsync(3);
        Assert.False(news.IsCompleted);

        File.Delete(TheFile);
        await LookAsync(2);
        File.WriteAllText(TheFile + ".new", "three");
        File.Move(TheFile + ".new", TheFile);
        await LookAsync(1);
        Assert.False(news.IsCompleted);
        await LookAsync(2);

        Assert.True(await news.WaitAsync(TimeSpan.FromSeconds(30)));
        var more = watch.NextAsync(CancellationToken.None).AsTask();
        await LookAsync(3);
        Assert.False(more.IsCompleted);
    }

    [Fact]
    public async Task DisposeAsync_Twice_IsIgnored()
    {
        var watch = new ConfigWatch(TheFile, _time);

        await watch.DisposeAsync();
        await watch.DisposeAsync();
    }

    // The watch's task looks after the clock has moved; it needs a moment of real time for it.
    private async Task LookAsync(int times)
    {
        for (var look = 0; look < times; look++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
