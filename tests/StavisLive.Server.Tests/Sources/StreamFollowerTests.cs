using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;
using StavisLive.Server.Tests.Feeds;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Sources;

public sealed class StreamFollowerTests
{
    [Fact]
    public async Task ExecuteAsync_ManyChanges_FollowsEachStreamOnce()
    {
        await using var streams = new FedStreams();
        using var follower = new CountingFollower(streams.Manager);
        await follower.StartAsync(CancellationToken.None);
        var first = streams.Start("a");
        // Each of them is a change that is told with the list of all streams.
        foreach (var name in new[] { "b", "c", "d" }) streams.Start(name);
        await Eventually.HoldsAsync(() => follower.Followed.Length == 4 && first.State == StreamState.Running);
        await streams.Manager.StopAllAsync();
        await follower.StopAsync(CancellationToken.None);

        Assert.Equal(["a", "b", "c", "d"], follower.Followed.Order());
    }

    private sealed class CountingFollower(StreamManager manager) : StreamFollower(manager, NullLogger.Instance)
    {
        private readonly List<string> _followed = [];

        public string[] Followed
        {
            get
            {
                lock (_followed) return [.. _followed];
            }
        }

        protected override async Task FollowAsync(HostedStream stream, CancellationToken stop)
        {
            lock (_followed) _followed.Add(stream.Name);
            await stream.Ended.WaitAsync(stop);
        }
    }
}
