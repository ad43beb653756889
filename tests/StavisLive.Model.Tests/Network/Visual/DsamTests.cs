using StavisLive.Model.Native;
using StavisLive.Model.Network.Visual;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Network.Visual;

public sealed class DsamTests
{
    [Theory]
    [InlineData(1e4f)]
    [InlineData(-1e4f)]
    public void Attend_HugeActivations_DoesNotOverflow(float level)
    {
        using var scope = NewDisposeScope();
        var activation = zeros(1, 1, 7, 7).Fill(level);
        activation[0, 0, 3, 3] = level + 20;

        var attended = Dsam.ApplyAttention(ones([1, 4, 2, 7, 7]), activation);

        // e^20 against 48 neighbours: all the attention lies on the one position.
        var values = Numbers.Of(attended);
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(2f, attended[0, 0, 0, 3, 3].item<float>(), 1e-5);
        Assert.Equal(1f, values[0], 1e-5);
    }

    [Fact]
    public void Attend_EachClip_HasAnAttentionOfItsOwnThatSumsToOne()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(41);

        var attention = Dsam.ApplyAttention(ones([3, 1, 1, 7, 7]), randn([3, 1, 7, 7], generator: generator).Scale(5)).Minus(1);

        Assert.All(Numbers.Of(attention.sum([1, 2, 3, 4])), sum => Assert.Equal(1f, sum, 1e-4));
    }
}
