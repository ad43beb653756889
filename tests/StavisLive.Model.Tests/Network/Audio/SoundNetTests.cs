using StavisLive.Model.Network.Audio;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Network.Audio;

public sealed class SoundNetTests
{
    [Fact]
    public void Forward_ShortAudio_IsFollowedBySilence()
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        using var soundNet = new SoundNet();
        soundNet.eval();
        var audio = TestVariants.Audio(1, 5000);

        var padded = nn.functional.pad(audio, (0, SoundNet.ShortestInput - 5000));

        var embedding = soundNet.call(audio);
        Assert.Equal([1, SoundNet.Channels], embedding.shape);
        Assert.Equal(Numbers.Of(soundNet.call(padded)), Numbers.Of(embedding));
    }

    [Fact]
    public void ShortestInput_OneSampleLess_WouldLeaveNothing()
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        using var soundNet = new SoundNet();
        soundNet.eval();

        // What the last pooling would see: a width of 1 where it takes 2.
        Assert.ThrowsAny<System.Runtime.InteropServices.ExternalException>(() =>
        {
            var x = TestVariants.Audio(1, SoundNet.ShortestInput - 1);
            foreach (var layer in soundNet.children().Cast<nn.Module<Tensor, Tensor>>()) x = layer.call(x);
        });
    }
}
