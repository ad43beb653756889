using Microsoft.Extensions.Time.Testing;
using StavisLive.Cluster.Nodes;

namespace StavisLive.Cluster.Tests.Nodes;

public class NodeLeaseTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Holds_BeforeItIsGranted_Not() => Assert.False(New().Holds);

    [Fact]
    public void Holds_AnswerThatWasLongOnItsWay_CountsFromTheQuestion()
    {
        var lease = New();
        var askedAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(4));
        lease.Renew(askedAt);

        Assert.True(lease.Holds);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(lease.Holds);
    }

    [Fact]
    public void Renew_AnswersOutOfOrder_TheNewestQuestionCounts()
    {
        var lease = New();
        var first = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(3));
        lease.Renew(_time.GetTimestamp());
        lease.Renew(first);
        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.True(lease.Holds);
    }

    [Fact]
    public void Lose_Granted_HoldsNeverAgain()
    {
        var lease = New();
        lease.Renew(_time.GetTimestamp());
        lease.Lose();
        lease.Renew(_time.GetTimestamp());

        Assert.False(lease.Holds);
    }

    private NodeLease New() => new(TimeSpan.FromSeconds(5), _time);
}
