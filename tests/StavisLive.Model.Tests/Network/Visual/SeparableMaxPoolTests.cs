using StavisLive.Model.Network.Visual;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Network.Visual;

public sealed class SeparableMaxPoolTests
{
    [Fact]
    public void Forward_NegativeAndPositiveValues_EqualsPoolingAllDimensionsAtOnce()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(51);
        using var pool = new SeparableMaxPool();
        var input = randn([2, 3, 16, 12, 14], generator: generator);

        Assert.Equal(Numbers.Of(nn.functional.max_pool3d(input, [3, 3, 3], [2, 2, 2], [1, 1, 1])), Numbers.Of(pool.call(input)));
    }
}
