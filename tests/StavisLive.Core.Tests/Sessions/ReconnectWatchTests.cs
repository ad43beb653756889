using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Tests.Sessions;

public sealed class ReconnectWatchTests
{
    private readonly SourceMonitor _monitor = new(new FakeTimeProvider());
    private readonly List<string> _reasons = [];

    public ReconnectWatchTests() => _monitor.Subscribe(new ReconnectWatch(_reasons.Add).Take);

    [Fact]
    public void Take_FirstConnectionAfterAttempts_IsNone()
    {
        _monitor.Report(SourceState.Connecting, "nobody answers");
        _monitor.Report(SourceState.Connecting, "still nobody");
        _monitor.Report(SourceState.Warming);
        _monitor.Report(SourceState.Live);

        Assert.Empty(_reasons);
    }

    [Fact]
    public void Take_ConnectionsThatEnd_AreCountedByWhatWentBefore()
    {
        _monitor.Report(SourceState.Live);
        _monitor.Report(SourceState.Reconnecting, "broken");
        _monitor.Report(SourceState.Reconnecting, "refused");
        _monitor.Report(SourceState.Warming);
        _monitor.Report(SourceState.Live);
        _monitor.Report(SourceState.Stalled, "no frame for 2 s");
        _monitor.Report(SourceState.Live);
        _monitor.Report(SourceState.Stalled, "no frame for 2 s");
        _monitor.Report(SourceState.Reconnecting, "timed out");
        _monitor.Report(SourceState.Reconnecting, "refused");
        _monitor.Report(SourceState.Warming);
        _monitor.Report(SourceState.Reconnecting, "broken");

        Assert.Equal(["lost", "stalled"], _reasons);
    }
}
