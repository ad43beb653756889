using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Inference.Engine.Pooling;
using StavisLive.Model.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine.Pooling;

/// <summary>To the bit what the library's operators come to.</summary>
public sealed class VectorPoolingTests : IDisposable
{
    private readonly DisposeScope _scope;

    public VectorPoolingTests()
    {
        TorchRuntime.EnsureLoaded();
        Assert.SkipUnless(ChannelBlock.IsSupported, "This processor has no AVX-512.");
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope?.Dispose();

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    public void OverTime_SixteenOutputs_AreEachWindowsMeanAndMaximum(int windows, bool lastAreSums)
    {
        var generator = new Generator(1);
        Tensor[] given = [.. Enumerable.Range(0, 16).Select(_ => randn([windows, 56, 56, 64], generator: generator))];
        Tensor[] outputs = [.. given.Select(plane => plane.to(bfloat16).relu_())];
        for (var index = 0; index < (lastAreSums ? 13 : 16); index++) given[index] = outputs[index];

        var (mean, pooled) = new VectorPooling().OverTime(given);

        var all = zeros(windows, 56, 56, 64);
        foreach (var output in outputs) all.Add(output.to(float32));
        AssertSame(all.Scale(1f / 16).to(bfloat16), mean);
        for (var index = 0; index < 8; index++)
        {
            var expected = maximum(outputs[2 * index], outputs[(2 * index) + 1]);
            if (index > 0) expected = maximum(expected, outputs[(2 * index) - 1]);
            AssertSame(expected.view(windows, 3136, 64), pooled.select(1, index));
        }
    }

    [Fact]
    public void OverSpace_TwoWindows_AreAttendedAndPooled()
    {
        var generator = new Generator(2);
        var outputs = randn([2, 8, 3136, 64], generator: generator).to(bfloat16).relu_();
        var attention = rand([2, 1, 3136, 1], generator: generator).Plus(1).to(bfloat16);

        var actual = new VectorPooling().OverSpace(outputs, attention);

        var planes = (outputs * attention).view(16, 56, 56, 64).permute(0, 3, 1, 2);
        var expected = nn.functional.max_pool2d(planes, 3, 2, 1).view(2, 8, 64, 28, 28).permute(0, 2, 1, 3, 4);
        AssertSame(expected, actual);
    }

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.equal(actual).all().item<bool>());
    }
}
