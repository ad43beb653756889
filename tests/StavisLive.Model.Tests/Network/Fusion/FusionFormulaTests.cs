using StavisLive.Model.Network;
using StavisLive.Model.Tests.Parity;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Network.Fusion;

/// <summary>What the whole network gives, against each fusion's formula in double precision over the V and L that it came from.</summary>
public sealed class FusionFormulaTests
{
    private const int Pixels = 112 * 112;

    public static TheoryData<NetworkVariant> Variants { get; } = new(
        from localization in TestVariants.Localizations
        from fusion in Enum.GetValues<FusionScheme>()
        where localization.Method != LocalizationMethod.InnerProduct // as many maps as the bilinear one
        select new NetworkVariant(10, true, localization.Method, localization.Maps, fusion));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Forward_Audiovisual_IsTheFusionOfItsVAndL(NetworkVariant variant)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        using var network = TestVariants.Create(variant);
        using var outputs = new ActivationRecorder(network);

        var logits = Numbers.Of(network.call(TestVariants.Frames(1), TestVariants.Audio(1)));

        var formula = new Formula(network, outputs);
        for (var pixel = 0; pixel < Pixels; pixel += 13) Assert.Equal(formula.Logit(variant.Fusion, pixel), logits[pixel], 2e-4);
        Assert.InRange(logits.Max() - logits.Min(), 0.1, double.MaxValue);
    }

    [Fact]
    public void Forward_VisualOnly_IsTheVisualHeadOfV()
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        using var network = TestVariants.Create(new NetworkVariant(10, Audiovisual: false));
        using var outputs = new ActivationRecorder(network);

        var logits = Numbers.Of(network.call(TestVariants.Frames(1), null)[0, 4]);

        var formula = new Formula(network, outputs);
        for (var pixel = 0; pixel < Pixels; pixel += 13) Assert.Equal(formula.Visual(pixel), logits[pixel], 2e-4);
    }

    /// <summary>The formulas of the fusions, written down once more and slowly.</summary>
    private sealed class Formula(StavisNetwork network, ActivationRecorder outputs)
    {
        private readonly Dictionary<string, Tensor> _state = network.state_dict();
        private readonly float[][] _visual = [.. Enumerable.Range(0, 4).Select(dsam => Numbers.Of(outputs[$"score_dsn.{dsam}.upscale"][0]))];
        private readonly float[] _heard = network.Variant.Audiovisual ? Numbers.Of(outputs["fusion3"][0]) : [];

        public double Logit(FusionScheme scheme, int pixel)
        {
            if (scheme == FusionScheme.Concat) return Head("fuseav", [.. V(pixel), .. L(pixel)]);
            if (scheme == FusionScheme.Modulated) return Modulated(pixel);
            var p = Math.Clamp(Probability(scheme, pixel), 1e-6, 1 - 1e-6);
            return Math.Log(p / (1 - p));
        }

        public double Visual(int pixel) => Head("fuse", V(pixel));

        private double Probability(FusionScheme scheme, int pixel)
        {
            var (seen, heard) = (Sigmoid(Visual(pixel)), Sigmoid(Head("fuse_audio", L(pixel))));
            switch (scheme)
            {
                case FusionScheme.Sum:
                    var shares = Shares("fuse_sum.weight");
                    return (shares[0] * seen) + (shares[1] * heard);
                case FusionScheme.Attention:
                    return seen * (1 + heard) / 2;
                case FusionScheme.Combined:
                    FusionScheme[] order = [FusionScheme.Concat, FusionScheme.Modulated, FusionScheme.Sum, FusionScheme.Attention];
                    return order.Zip(Shares("fuse_combined.weight"), (each, share) => share * Probability(each, pixel)).Sum();
                default:
                    return Sigmoid(Logit(scheme, pixel));
            }
        }

        private double Modulated(int pixel)
        {
            var l = L(pixel);
            return Head("fuse_modulated", [.. V(pixel).Select((value, channel) => value * l[l.Length == 1 ? 0 : channel])]);
        }

        private double Head(string name, double[] values)
        {
            var weight = Numbers.Of(_state[name + ".weight"]);
            Assert.Equal(weight.Length, values.Length);
            return Numbers.Of(_state[name + ".bias"])[0] + values.Zip(weight, (value, factor) => value * factor).Sum();
        }

        private double[] Shares(string name)
        {
            var powers = Array.ConvertAll(Numbers.Of(_state[name]), value => Math.Exp(value));
            return Array.ConvertAll(powers, power => power / powers.Sum());
        }

        private double[] V(int pixel) =>
            [.. _visual.SelectMany(side => Enumerable.Range(0, 16).Select(channel => (double)side[(channel * Pixels) + pixel]))];

        private double[] L(int pixel) => [.. Enumerable.Range(0, _heard.Length / Pixels).Select(map => (double)_heard[(map * Pixels) + pixel])];

        private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
    }
}
