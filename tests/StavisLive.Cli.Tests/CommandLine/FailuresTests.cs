using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Tests.Running;
using StavisLive.Core.Configuration;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Model.Checkpoints;

namespace StavisLive.Cli.Tests.CommandLine;

[Collection(nameof(CapturedErrors))]
public sealed class FailuresTests : IDisposable
{
    private readonly CapturedErrors _errors = new();

    public void Dispose() => _errors.Dispose();

    public static TheoryData<Exception> Expected =>
    [
        new SourceException("It is gone."), new SinkException("It is gone."), new CheckpointException("It is gone."),
        new InvalidDataException("It is gone."), new FileNotFoundException("It is gone."), new UnauthorizedAccessException("It is gone."),
    ];

    [Fact]
    public async Task ReportAsync_Success_IsItsExitCode()
    {
        Assert.Equal(130, await Failures.ReportAsync(() => Task.FromResult(130)));
        Assert.Empty(_errors.Text);
    }

    [Fact]
    public async Task ReportAsync_WrongConfiguration_ListsEveryProblemAndGives2()
    {
        Assert.Equal(2, await Failures.ReportAsync(() => throw new ConfigException(["One.", "Two."])));

        Assert.Equal(["stavis-live: One.", "stavis-live: Two."], _errors.Lines);
    }

    [Fact]
    public async Task ReportAsync_SettingsInAFailure_AreCalledByTheirOptions()
    {
        await Failures.ReportAsync(() => throw new SourceException("No microphone was found. Or use `source.mic=none`."));
        await Failures.ReportAsync(() => throw new ConfigException([new ConfigProblem("source.loop", "true", "`source.loop` repeats a file, so it needs `source.input`.")]));

        Assert.Equal(
            ["stavis-live: No microphone was found. Or use --mic none.", "stavis-live: --loop (source.loop) repeats a file, so it needs --input."], _errors.Lines);
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public async Task ReportAsync_ExpectedFailure_IsOneSentenceAndGives1(Exception failure)
    {
        Assert.Equal(1, await Failures.ReportAsync(() => throw failure));

        Assert.Equal(["stavis-live: It is gone."], _errors.Lines);
    }

    [Fact]
    public async Task ReportAsync_AnythingElse_ComesWithItsTraceAndGives1()
    {
        Assert.Equal(1, await Failures.ReportAsync(() => throw new InvalidOperationException("A bug.")));

        Assert.Contains("unexpected failure, please report it", _errors.Text);
        Assert.Contains("A bug.", _errors.Text);
        Assert.Contains(nameof(ReportAsync_AnythingElse_ComesWithItsTraceAndGives1), _errors.Text);
    }
}
