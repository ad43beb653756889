using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Server.Feeds.Zeromq;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Feeds.Zeromq;

public sealed class ZeromqPublisherTests
{
    [Theory]
    [InlineData("map/hall", true)]
    [InlineData("map/hall-2", true)]
    [InlineData("map/yard", false)]
    [InlineData("state/hall", false)]
    public async Task Wants_SomebodyHasSubscribedToOneSource_IsTrueOfWhatBeginsSo(string topic, bool expected)
    {
        await using var publisher = new ZeromqPublisher("tcp://127.0.0.1:0", NullLogger.Instance);
        Assert.False(publisher.Wants(new ZeromqTopic("map/hall")));
        using var subscriber = await RawSubscriber.ConnectAsync(publisher.Address);
        await subscriber.SayAsync([.. RawSubscriber.Greeting, .. RawSubscriber.Subscription("map/hall")]);
        await Eventually.HoldsAsync(() => publisher.Wants(new ZeromqTopic("map/hall")));

        Assert.Equal(expected, publisher.Wants(new ZeromqTopic(topic)));
    }
}
