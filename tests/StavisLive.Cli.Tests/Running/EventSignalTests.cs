using StavisLive.Cli.Running;

namespace StavisLive.Cli.Tests.Running;

public sealed class EventSignalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Act_EveryTimeItIsSet_IsDone()
    {
        using var handle = new EventWaitHandle(initialState: false, EventResetMode.AutoReset);
        using var heard = new SemaphoreSlim(0);
        using var signal = new EventSignal(handle, () => heard.Release());

        for (var time = 0; time < 3; time++)
        {
            handle.Set();
            Assert.True(await heard.WaitAsync(Patience, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Listen_AnotherOpensItByName_IsHeardUntilDisposed()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Elsewhere events have no names.");
        var name = ProcessSignals.RecordingEventOf(Environment.ProcessId);
        using var heard = new SemaphoreSlim(0);
        using (EventSignal.Listen(name, () => heard.Release()))
        {
#pragma warning disable CA1416 // Skipped elsewhere.
            using var others = EventWaitHandle.OpenExisting(name);
#pragma warning restore CA1416
            others.Set();
            Assert.True(await heard.WaitAsync(Patience, TestContext.Current.CancellationToken));
        }

        // The thread that waited for it lets go a moment later.
        using var limit = new CancellationTokenSource(Patience);
#pragma warning disable CA1416 // Skipped elsewhere.
        while (EventWaitHandle.TryOpenExisting(name, out var still))
#pragma warning restore CA1416
        {
            still.Dispose();
            await Task.Delay(20, limit.Token);
        }
    }
}
