using System.Runtime.InteropServices;
using StavisLive.Cli.Running;

namespace StavisLive.Cli.Tests.Running;

// The signal reaches everybody in this process who listens for it.
[Collection("Signals")]
public sealed partial class InterruptionTests
{
    // The signal of a closed terminal: the test runner has no use of its own for it.
    private const int HangUp = 1;

    [Fact]
    public async Task Token_FirstSignal_FiresAndTheProcessLivesOn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sends a Linux signal.");
        using var interruption = new Interruption();
        Assert.False(interruption.Token.IsCancellationRequested);

        Assert.Equal(0, Kill(Environment.ProcessId, HangUp));

        var fired = new TaskCompletionSource();
        await using var registration = interruption.Token.Register(fired.SetResult);
        await fired.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Token_HungUpByTheShellAndByTheSystem_TheProcessLivesOn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sends a Linux signal.");
        using var interruption = new Interruption();
        for (var time = 1; time <= 2; time++)
        {
            var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var listening = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => came.TrySetResult());

            Assert.Equal(0, Kill(Environment.ProcessId, HangUp));

            await came.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        Assert.True(interruption.Token.IsCancellationRequested);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
