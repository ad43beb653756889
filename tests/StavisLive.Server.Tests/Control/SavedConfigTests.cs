using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Server.Control;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Control;

/// <summary>A configuration file on a disk that does not answer: a pipe has its name. The clock stands still.</summary>
public sealed class SavedConfigTests : IDisposable
{
    private static readonly IReadOnlyList<ZoneConfig> Door = [new ZoneConfig { Name = "door", Corners = [new(0, 0), new(0.5, 0), new(0, 0.5)] }];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-live-");
    private readonly FakeTimeProvider _time = new();
    private readonly SavedConfig _file;

    public SavedConfigTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Made with mkfifo.");
        File.WriteAllText(ConfigPath, Wall("hall"));
        _file = new SavedConfig(ConfigPath, _time, NullLogger<SavedConfig>.Instance);
        using var make = Process.Start(new ProcessStartInfo("sh", ["-c", "mkfifo pipe && ln -f pipe wall.json"]) { WorkingDirectory = _folder.FullName })!;
        make.WaitForExit();
    }

    private string ConfigPath => Path.Combine(_folder.FullName, "wall.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task SaveZonesAsync_FileThatAnswersTooLate_LeavesItAsItIsByThen()
    {
        var saving = SaveDoorAsync("hall");
        var disk = await HangAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        var refused = await Assert.ThrowsAsync<ControlException>(() => saving);
        var newer = """{ "sources": [{ "name": "hall", "source": { "synthetic": true, "masks": [{ "polygon": [[0, 0], [1, 0], [0, 1]] }] } }] }""";

        await AnswerAsync(disk, newer, newer);
        await Eventually.HoldsAsync(NothingHangsAsync);

        Assert.Contains("takes more than 10 s", refused.Message);
        Assert.Equal(newer, await File.ReadAllTextAsync(ConfigPath));
    }

    [Fact]
    public async Task SaveMasksAsync_WhileAnotherHangs_IsRefusedAtOnce()
    {
        var saving = SaveDoorAsync("hall");
        var disk = await HangAsync();

        var refused = await Assert.ThrowsAsync<ControlException>(() => _file.SaveMasksAsync("hall", [], CancellationToken.None).WaitAsync(Eventually.Patience));

        Assert.Contains("cannot be changed now", refused.Message);
        await AnswerAsync(disk, Wall("hall"), Wall("hall"));
        Assert.True(await saving.WaitAsync(Eventually.Patience));
        Assert.Equal("door", Assert.Single(ConfigFile.Load(ConfigPath).Streams()[0].Source.Zones).Name);
    }

    [Fact]
    public async Task SaveZonesAsync_SourcesChangePlacesMeanwhile_GivesThemToNoOther()
    {
        var saving = SaveDoorAsync("hall");
        var disk = await HangAsync();

        await AnswerAsync(disk, Wall("hall", "yard"), Wall("yard", "hall"));

        var refused = await Assert.ThrowsAsync<ConfigException>(() => saving.WaitAsync(Eventually.Patience));
        Assert.Contains("changed by somebody else", refused.Message);
        Assert.Equal(Wall("yard", "hall"), await File.ReadAllTextAsync(ConfigPath));
    }

    [Fact]
    public async Task SaveZonesAsync_FileThatIsGone_IsRefused()
    {
        File.Delete(ConfigPath);

        var refused = await Assert.ThrowsAsync<ControlException>(() => SaveDoorAsync("hall"));

        Assert.Contains("cannot be changed now", refused.Message);
    }

    private static string Wall(params string[] names) =>
        $$"""{ "sources": [{{string.Join(", ", names.Select(name => $$"""{ "name": "{{name}}", "source": { "synthetic": true } }"""))}}] }""";

    private Task<bool> SaveDoorAsync(string source) => _file.SaveZonesAsync(source, Door, CancellationToken.None);

    // Opened once somebody reads the file.
    private Task<FileStream> HangAsync() => Task.Run(
        () => new FileStream(Path.Combine(_folder.FullName, "pipe"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        .WaitAsync(Eventually.Patience);

    // Whoever reads the file gets one text, and whoever comes later another.
    private async Task AnswerAsync(FileStream disk, string text, string later)
    {
        var other = Path.Combine(_folder.FullName, "other.json");
        await File.WriteAllTextAsync(other, later);
        File.Move(other, ConfigPath, overwrite: true);
        await using (disk) await disk.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    private async Task<bool> NothingHangsAsync()
    {
        try
        {
            return !await SaveDoorAsync("nobody");
        }
        catch (ControlException)
        {
            return false;
        }
    }
}
