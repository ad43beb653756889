using StavisLive.Core.Configuration;
using StavisLive.Hosting.Streams;

namespace StavisLive.Hosting.Tests.Streams;

public sealed class SharedNetworkTests
{
    [Fact]
    public async Task DisposeAsync_WhileItIsMade_EndsTheMakingAndIsNoFailure()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var network = new SharedNetwork(
            (_, stop) =>
            {
                begun.SetResult();
                stop.WaitHandle.WaitOne();
                throw new OperationCanceledException(stop);
            },
            TimeProvider.System);
        network.For(new ModelConfig());
        await begun.Task;

        await network.DisposeAsync();

        Assert.Null(network.Failure);
        Assert.True(network.Failed.IsCanceled);
    }
}
