using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
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
    [SupportedOSPlatform("windows")]
    public void Listen_Event_MayBeSetByItsUserTheSystemAndAdministrators()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Elsewhere events have no names.");
        const EventWaitHandleRights ToSet = EventWaitHandleRights.Modify | EventWaitHandleRights.Synchronize;
        var name = $@"Local\stavis-live-rights-{Environment.ProcessId}";
        using var signal = EventSignal.Listen(name, () => { });

        using var seen = EventWaitHandleAcl.OpenExisting(name, EventWaitHandleRights.ReadPermissions);
        var rules = seen.GetAccessControl().GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)).Cast<EventWaitHandleAccessRule>();

        using var user = WindowsIdentity.GetCurrent();
        Assert.Equal(
            new[] { user.User!.Value, "S-1-5-18", "S-1-5-32-544" }.Distinct().Order(),
            rules.Where(rule => rule.AccessControlType == AccessControlType.Allow && rule.EventWaitHandleRights.HasFlag(ToSet)).Select(rule => rule.IdentityReference.Value).Order());
    }

    [Fact]
    [SupportedOSPlatform("windows")]
    public async Task Listen_AnotherOpensItByName_IsHeardUntilDisposed()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Elsewhere events have no names.");
        var name = ProcessSignals.RecordingEventOf(Environment.ProcessId);
        using var heard = new SemaphoreSlim(0);
        using (EventSignal.Listen(name, () => heard.Release()))
        {
            using var others = EventWaitHandle.OpenExisting(name);
            others.Set();
            Assert.True(await heard.WaitAsync(Patience, TestContext.Current.CancellationToken));
        }

        // The thread that waited for it lets go a moment later.
        using var limit = new CancellationTokenSource(Patience);
        while (EventWaitHandle.TryOpenExisting(name, out var still))
        {
            still.Dispose();
            await Task.Delay(20, limit.Token);
        }
    }
}
