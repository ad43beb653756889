using StavisLive.Core.Configuration.Reading;
using StavisLive.Media.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Ffmpeg;

public class FfmpegProcessTests
{
    private static string Shell => ExecutableSearch.Find("sh", Environment.GetEnvironmentVariable("PATH"))!;

    [Fact]
    public async Task Start_InputWritten_ComesOutAgain()
    {
        await using var process = FfmpegProcess.Start(Shell, ["-c", "cat"]);
        process.Input.Write("seven"u8);
        process.Input.Close();
        using var reader = new StreamReader(process.Output);

        Assert.Equal("seven", await reader.ReadToEndAsync());
        Assert.Equal(0, await process.WaitForExitAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Start_OwnVariables_AreNotHandedOn()
    {
        Environment.SetEnvironmentVariable("STAVIS_LIVE_TEST_TOKEN", "secret");
        Environment.SetEnvironmentVariable("ASPNETCORE_TEST_PASSWORD", "secret");
        Environment.SetEnvironmentVariable("STAVIS_OTHER", "kept");
        await using var process = FfmpegProcess.Start(Shell, ["-c", "echo $STAVIS_LIVE_TEST_TOKEN $ASPNETCORE_TEST_PASSWORD $STAVIS_OTHER"]);
        using var reader = new StreamReader(process.Output);

        Assert.Equal("kept", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Start_VariableThatASecretWasTakenFrom_IsNotHandedOn()
    {
        Environment.SetEnvironmentVariable("TEST_CAMERA_PASSWORD", "secret");
        NamedSecrets.Fill("rtsp://me:${TEST_CAMERA_PASSWORD}@camera/", "source.rtsp");
        await using var process = FfmpegProcess.Start(Shell, ["-c", "echo $TEST_CAMERA_PASSWORD none"]);
        using var reader = new StreamReader(process.Output);

        Assert.Equal("none", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Messages_MoreThanAPipeHolds_LastLinesWithoutPassword()
    {
        const string Script =
            "i=0; while [ $i -lt 9000 ]; do echo \"line $i of many many words\" >&2; i=$((i+1)); done; echo \"$0: 401\" >&2; exit 3";
        const string Address = "rtsp://admin:my secret@camera/1";
        await using var process = FfmpegProcess.Start(Shell, ["-c", Script, Address], Address);

        Assert.Equal(3, await process.WaitForExitAsync(CancellationToken.None));
        Assert.EndsWith("line 8999 of many many words" + Environment.NewLine + "rtsp://admin:***@camera/1: 401", process.Messages);
        Assert.DoesNotContain("secret", process.Messages);
    }

    [Fact]
    public async Task Start_OnLinux_ChildHasASessionOfItsOwn()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Sessions are read from /proc, which only Linux has.");
        await using var process = FfmpegProcess.Start(Shell, ["-c", "echo ready; cat"]);
        Assert.Equal('r', process.Output.ReadByte());

        Assert.Equal(process.Id, SessionOf(process.Id));
        Assert.NotEqual(process.Id, SessionOf(Environment.ProcessId));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    public async Task Start_OnLinux_SignalsToStopLeaveTheChildToItsOwner(string signal)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Elsewhere they reach it.");
        // A shell would unblock them.
        await using var process = FfmpegProcess.Start(ExecutableSearch.Find("cat", Environment.GetEnvironmentVariable("PATH"))!, []);
        process.Input.Write("ready, "u8);
        process.Input.Flush();
        Assert.Equal('r', process.Output.ReadByte());

        Signals.Send(process.Id, signal);
        process.Input.Write("seven"u8);
        process.Input.Close();
        using var reader = new StreamReader(process.Output);

        Assert.EndsWith("seven", await reader.ReadToEndAsync());
        Assert.Equal(0, await process.WaitForExitAsync(CancellationToken.None));
        // Blocked while it was started, and no longer.
        Assert.DoesNotContain(File.ReadAllLines("/proc/thread-self/status"), line => line.StartsWith("SigBlk:", StringComparison.Ordinal) && line.EndsWith("4007", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DisposeAsync_ChildWithChildren_AllAreGone()
    {
        var process = FfmpegProcess.Start(Shell, ["-c", "sleep 600 & echo $!; wait"]);
        using var reader = new StreamReader(process.Output);
        var grandchild = int.Parse((await reader.ReadLineAsync())!);

        await process.DisposeAsync();
        await process.DisposeAsync();

        Assert.False(IsRunning(process.Id));
        // It is dying: the kernel finishes that after its last pipe is closed.
        Assert.True(SpinWait.SpinUntil(() => !IsRunning(grandchild), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Kill_AfterItsDisposal_DoesNothing()
    {
        var process = FfmpegProcess.Start(Shell, ["-c", "cat"]);
        await process.DisposeAsync();

        // As a watchdog does whose time came while it was given back.
        process.Kill();
    }

    [Fact]
    public async Task Kill_ReaderIsWaiting_MeetsTheEnd()
    {
        await using var process = FfmpegProcess.Start(Shell, ["-c", "sleep 600"]);
        var reading = Task.Run(() => process.Output.Read(new byte[1]));

        process.Kill();

        Assert.Equal(0, await reading);
    }

    [Theory]
    [InlineData("echo no sound >&2; exec sleep 600")]
    [InlineData("echo other >&2; echo no sound >&2; exec sleep 600")]
    [InlineData("printf 'no so' >&2; printf 'und' >&2; exec sleep 600")]
    [InlineData("printf '1\\n2\\n3\\nno sound\\n4\\n5\\n6\\n7\\n8\\n9\\n' >&2; exec sleep 600")]
    public async Task KillWhen_ChildSaysIt_EndsIt(string script)
    {
        await using var process = FfmpegProcess.Start(Shell, ["-c", script]);

        process.KillWhen(messages => messages.Contains("no sound"));

        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        Assert.EndsWith("no sound", process.Messages);
    }

    [Fact]
    public async Task KillWhen_ChildHasSaidItLongBefore_EndsIt()
    {
        await using var process = FfmpegProcess.Start(Shell, ["-c", "printf '1\\n2\\n3\\nno sound\\n4\\n5\\n6\\n7\\n8\\n9\\n' >&2; exec sleep 600"]);
        await Eventually.HoldsAsync(() => process.Messages.EndsWith('9'));

        process.KillWhen(messages => messages.Contains("no sound"));

        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        Assert.EndsWith("no sound", process.Messages);
    }

    [Fact]
    public void Start_ProgramThatCannotRun_SaysSo()
    {
        var exception = Assert.Throws<FfmpegException>(() => FfmpegProcess.Start("/nowhere/ffmpeg-that-is-not", [], ""));

        Assert.Contains("/nowhere/ffmpeg-that-is-not", exception.Message);
    }

    // Field 6 of /proc/N/stat; the second is the name in brackets, which may hold blanks.
    private static int SessionOf(int id) => int.Parse(StatFields(id)[3]);

    // A killed grandchild is adopted by init and may stay a zombie for a moment, or go while its file is read.
    private static bool IsRunning(int id)
    {
        try
        {
            return StatFields(id)[0] is not "Z" and not "X";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string[] StatFields(int id)
    {
        var text = File.ReadAllText($"/proc/{id}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }
}
