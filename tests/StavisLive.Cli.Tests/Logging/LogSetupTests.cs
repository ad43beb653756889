using Microsoft.Extensions.Logging;
using StavisLive.Cli.Logging;
using StavisLive.Cli.Tests.Running;
using StavisLive.Core.Configuration;

namespace StavisLive.Cli.Tests.Logging;

[Collection(nameof(CapturedErrors))]
public sealed class LogSetupTests : IDisposable
{
    private readonly CapturedErrors _errors = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("log-");

    public void Dispose()
    {
        _errors.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Create_WithFile_WritesADayFileBesideTheConsole()
    {
        using (var logs = LogSetup.Create(new LogConfig { File = PathOf("logs/run.log") }))
            logs.CreateLogger("StavisLive.Test").LogWarning("The camera {Name} is slow", "0");

        var file = Assert.Single(Directory.GetFiles(PathOf("logs")));
        Assert.Matches(@"run\d{8}\.log$", file);
        var line = Assert.Single(File.ReadAllLines(file));
        Assert.Contains("WRN StavisLive.Test The camera 0 is slow", line);
    }

    [Theory]
    [InlineData(LogSeverity.Warning, false)]
    [InlineData(LogSeverity.Information, true)]
    public void Create_Level_LeavesOutWhatIsBelow(LogSeverity level, bool told)
    {
        using (var logs = LogSetup.Create(new LogConfig { File = PathOf("run.log"), Level = level }))
        {
            logs.CreateLogger("test").LogInformation("a detail");
            logs.CreateLogger("test").LogError("a failure");
        }

        var text = File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.FullName)));
        Assert.Equal(told, text.Contains("a detail", StringComparison.Ordinal));
        Assert.Contains("a failure", text);
    }

    [Fact]
    public void Create_SettingsInAMessage_AreCalledByTheirOptions()
    {
        using (var logs = LogSetup.Create(new LogConfig { File = PathOf("run.log") }))
            logs.CreateLogger("test").LogError("Output {Sink} stopped: {Reason}", "display", "No window. Use `outputs.display=false`.");

        var text = File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.FullName)));
        Assert.Contains("Use --no-display.", text);
        Assert.Contains("Use --no-display.", _errors.Text);
    }

    [Fact]
    public void Create_Exception_StandsBelowItsMessage()
    {
        using (var logs = LogSetup.Create(new LogConfig { File = PathOf("run.log") }))
            logs.CreateLogger("test").LogError(new InvalidOperationException("A bug."), "It failed");

        var text = File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.FullName)));
        Assert.EndsWith($"It failed{Environment.NewLine}System.InvalidOperationException: A bug.{Environment.NewLine}", text);
        Assert.EndsWith($"It failed{Environment.NewLine}System.InvalidOperationException: A bug.{Environment.NewLine}", _errors.Text);
    }

    [Fact]
    public void Create_FolderThatCannotBeWritten_NamesTheLog()
    {
        File.WriteAllText(PathOf("file"), "");

        var error = Assert.Throws<ConfigException>(() => LogSetup.Create(new LogConfig { File = PathOf("file/run.log") }));

        Assert.Contains(PathOf("file/run.log"), error.Message);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
