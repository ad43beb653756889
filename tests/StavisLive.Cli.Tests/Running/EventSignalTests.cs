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

        // Whoever waits for it on our behalf lets go of it a moment later.
        var begun = TimeProvider.System.GetTimestamp();
        while (IsThere(name))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, "It is there for ever.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }

    private static bool IsThere(string name)
    {
#pragma warning disable CA1416 // Skipped elsewhere.
        if (!EventWaitHandle.TryOpenExisting(name, out var found)) return false;
#pragma warning restore CA1416
        found.Dispose();
        return true;
    }
}
