using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Model.Tests.Parity;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Network;

/// <summary>Every variant computes, for any number of clips and any length of audio, and learns.</summary>
public sealed class VariantTests
{
    public static TheoryData<NetworkVariant> Localized => TestVariants.Localized;

    public static TheoryData<NetworkVariant> All => TestVariants.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Forward_TwoClips_EqualsEachClipAlone(NetworkVariant variant)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        using var network = TestVariants.Create(variant);
        var (frames, audio) = (TestVariants.Frames(2), TestVariants.Audio(2));

        var both = network.call(frames, audio);

        Assert.Equal([2, variant.Audiovisual ? 1 : 5, 112, 112], both.shape);
        Assert.True(both.isfinite().all().item<bool>());
        for (var clip = 0; clip < 2; clip++)
        {
            var alone = network.call(frames.narrow(0, clip, 1), audio.narrow(0, clip, 1));
            Assert.InRange(Numbers.MaxDifference(Numbers.Of(alone), Numbers.Of(both.narrow(0, clip, 1))), 0, 2e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Localized))]
    public void Forward_AnyLengthOfAudio_GivesAMap(NetworkVariant variant)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        using var network = TestVariants.Create(variant);
        using var outputs = new ActivationRecorder(network);
        var frames = TestVariants.Frames(1);

        foreach (var samples in new[] { 5000, 50_000 })
        {
            var logits = network.call(frames, TestVariants.Audio(1, samples));
            // What fusions are given, so that none of them knows how long it was.
            Assert.Equal([1, variant.LocalizationMaps, 112, 112], outputs["fusion3"].shape);
            Assert.Equal([1, 1, 112, 112], logits.shape);
            Assert.True(logits.isfinite().all().item<bool>(), $"{samples} samples");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Backward_FromAllMaps_ReachesExactlyTheParametersInUse(NetworkVariant variant)
    {
        using var scope = NewDisposeScope();
        using var network = TestVariants.Create(variant);

        var (fused, _, supervision) = network.Supervised(TestVariants.Frames(1), TestVariants.Audio(1));
        fused.sigmoid().sum().Plus(supervision.sigmoid().sum()).backward();

        var reached = network.named_parameters().Where(entry => HasGradient(entry.parameter)).Select(entry => entry.name);
        var used = network.named_parameters().Select(entry => entry.name).Where(name => IsUsed(variant, name));
        Assert.Equal(used.Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Forward_AudioIgnoredByVisualOnlyNetwork_GivesTheSameMaps()
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        using var network = TestVariants.Create(new NetworkVariant(10, Audiovisual: false));
        var frames = TestVariants.Frames(1);

        Assert.Equal(Numbers.Of(network.call(frames, null)), Numbers.Of(network.call(frames, TestVariants.Audio(1))));
    }

    [Theory]
    [InlineData(15, 112, "frames")]
    [InlineData(16, 111, "frames")]
    public void Forward_OtherShape_IsNamed(int length, int width, string argument)
    {
        using var scope = NewDisposeScope();
        using var network = TestVariants.Create(new NetworkVariant(10));

        var error = Assert.Throws<ArgumentException>(() => network.call(zeros([1, 3, length, 112, width]), TestVariants.Audio(1)));

        Assert.Equal(argument, error.ParamName);
        Assert.Contains($"[1,3,{length},112,{width}]", error.Message);
    }

    [Fact]
    public void Forward_AudioMissingOrOfAnotherNumberOfClips_IsNamed()
    {
        using var scope = NewDisposeScope();
        using var network = TestVariants.Create(new NetworkVariant(10));
        var frames = TestVariants.Frames(1);

        Assert.Equal("audio", Assert.Throws<ArgumentException>(() => network.call(frames, null)).ParamName);
        Assert.Contains("[2,1,1,35280]", Assert.Throws<ArgumentException>(() => network.call(frames, TestVariants.Audio(2))).Message);
    }

    private static bool HasGradient(Tensor parameter)
    {
        using var gradient = parameter.grad;
        return gradient is not null && gradient.norm().item<float>() > 0;
    }

    // The visual head waits in a network whose fusion is a head of its own; the audiovisual parts wait in one that does not listen.
    private static bool IsUsed(NetworkVariant variant, string parameter) => parameter.Split('.')[0] switch
    {
        "fuse" => !variant.Audiovisual || variant.Fusion is not (FusionScheme.Concat or FusionScheme.Modulated),
        "soundnet8" or "fusion3" or "fuseav" or "fuse_audio" or "fuse_modulated" or "fuse_sum" or "fuse_combined" => variant.Audiovisual,
        _ => true,
    };
}
