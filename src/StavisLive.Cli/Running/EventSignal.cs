using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace StavisLive.Cli.Running;

/// <summary>What other programs ask of this one by setting an event that has a name. Disposing takes the name back.</summary>
internal sealed class EventSignal : IDisposable
{
    private readonly EventWaitHandle _event;
    private readonly RegisteredWaitHandle _waiting;

    /// <param name="signal">Set by whoever asks, and reset with every answer. Owned.</param>
    /// <param name="act">What is asked for; runs on a pool thread.</param>
    public EventSignal(EventWaitHandle signal, Action act)
    {
        _event = signal;
        _waiting = ThreadPool.RegisterWaitForSingleObject(signal, (_, _) => act(), state: null, Timeout.Infinite, executeOnlyOnce: false);
    }

    /// <summary>Listens to an event of this process's session by its name, which its user, administrators and the system may set.</summary>
    [SupportedOSPlatform("windows")]
    public static EventSignal Listen(string name, Action act) =>
        new(EventWaitHandleAcl.Create(initialState: false, EventResetMode.AutoReset, name, out _, RightsToSet()), act);

    /// <inheritdoc />
    public void Dispose()
    {
        _waiting.Unregister(waitObject: null);
        _event.Dispose();
    }

    // By itself the event of a service could be set by the system alone.
    [SupportedOSPlatform("windows")]
    private static EventWaitHandleSecurity RightsToSet()
    {
        using var user = WindowsIdentity.GetCurrent();
        var rights = new EventWaitHandleSecurity();
        // All of them are what an event that is there already is asked for.
        rights.AddAccessRule(new EventWaitHandleAccessRule(user.User!, EventWaitHandleRights.FullControl, AccessControlType.Allow));
        foreach (var who in new[] { WellKnownSidType.LocalSystemSid, WellKnownSidType.BuiltinAdministratorsSid })
        {
            rights.AddAccessRule(new EventWaitHandleAccessRule(
                new SecurityIdentifier(who, null), EventWaitHandleRights.Modify | EventWaitHandleRights.Synchronize, AccessControlType.Allow));
        }
        return rights;
    }
}
