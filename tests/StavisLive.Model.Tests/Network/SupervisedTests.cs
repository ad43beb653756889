using StavisLive.Model.Native;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Network;

/// <summary>The pass that training takes computes what inference computes.</summary>
public sealed class SupervisedTests
{
    [Theory]
    [InlineData(FusionScheme.Concat)]
    [InlineData(FusionScheme.Combined)]
    public void Supervised_Audiovisual_SameMapAsForward(FusionScheme fusion)
    {
        using var network = Make(new NetworkVariant(Depth: 10, Fusion: fusion));
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (frames, audio) = (Frames(16), randn(2, 1, 1, 35_280).Times(20));
        AssertClose(network.forward(frames, audio), network.Supervised(frames, audio).Fused, 1e-4);
    }

    [Fact]
    public void Supervised_VisualOnly_SameFiveMapsAsForward()
    {
        using var network = Make(new NetworkVariant(Depth: 18, Audiovisual: false));
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var frames = Frames(16);
        var (fused, visual, supervision) = network.Supervised(frames, null);
        AssertClose(network.forward(frames, null), cat([supervision, fused], 1), 1e-4);
        AssertClose(fused, visual, 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Supervised_CenterBias_SameMapAsForwardAndGradientsForIt(bool audiovisual)
    {
        using var network = Make(new NetworkVariant(Depth: 10, audiovisual, CenterBias: true));
        using var scope = NewDisposeScope();
        // The others' gradients are VariantTests'.
        foreach (var (name, parameter) in network.named_parameters()) parameter.requires_grad_(name == "center_bias.weight");
        var (frames, audio) = (Frames(16), randn(2, 1, 1, 35_280).Times(20));
        var (fused, visual, _) = network.Supervised(frames, audio);
        AssertClose(network.Saliency(frames, audio), fused, 1e-4);
        fused.Plus(visual).sum().backward();
        var gradient = network.get_parameter("center_bias.weight")!.grad!;
        // Both maps of both clips, and each number is spread over eight by eight pixels.
        AssertClose(zeros_like(gradient).Plus(2 * 2 * 8 * 8), gradient, 1e-2);
    }

    [Fact]
    public void Supervised_OneFrame_SameAsSixteenOfItWhereKernelsHoldTheMiddleAlone()
    {
        using var network = Make(new NetworkVariant(Depth: 10, Audiovisual: false));
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (_, parameter) in network.named_parameters())
        {
            if (parameter.dim() != 5) continue;
            var middle = parameter.shape[2] / 2;
            for (var slice = 0; slice < parameter.shape[2]; slice++)
                if (slice != middle) parameter.select(2, slice).zero_();
        }
        var still = Frames(1);
        AssertClose(network.Supervised(still.expand(2, 3, 16, 112, 112), null).Fused, network.Supervised(still, null).Fused, 1e-4);
    }

    [Fact]
    public void Supervised_BFloat16Frames_GradientsNearThoseOfFloat32()
    {
        using var network = Make(new NetworkVariant(Depth: 10, Audiovisual: false));
        using var scope = NewDisposeScope();
        var frames = Frames(16);
        var exact = Gradients(network, frames);
        var rounded = Gradients(network, frames.to(bfloat16));
        foreach (var (name, expected) in exact)
        {
            if (expected.dim() < 4) continue; // biases' gradients are sums that all but cancel out
            var difference = (rounded[name] - expected).norm().item<float>() / (expected.norm().item<float>() + 1e-12);
            Assert.True(difference < 0.35, $"{name}: {difference}"); // NaN fails too
        }
    }

    private static Dictionary<string, Tensor> Gradients(StavisNetwork network, Tensor frames)
    {
        network.zero_grad();
        var (fused, _, supervision) = network.Supervised(frames, null);
        fused.sigmoid().mean().Plus(supervision.sigmoid().mean()).backward();
        return network.named_parameters().Where(entry => entry.parameter.grad is not null).ToDictionary(entry => entry.name, entry => entry.parameter.grad!.clone());
    }

    private static StavisNetwork Make(NetworkVariant variant)
    {
        manual_seed(3);
        var network = new StavisNetwork(variant, seed: 3);
        network.eval();
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var parameter in network.parameters()) parameter.Add(randn_like(parameter).Times(0.003));
        return network;
    }

    private static Tensor Frames(int frames) => randn([2, 3, frames, 112, 112]).Times(50);

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, tolerance);
}
