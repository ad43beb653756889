using StavisLive.Model.Native;
using static TorchSharp.torch;

namespace StavisLive.Model.Network.Fusion;

/// <summary>Between logits and probabilities, in float32 whatever the network's own precision.</summary>
internal static class Probabilities
{
    // In half precisions 1 - 1e-6 is 1, whose logit is infinite.
    private const double Least = 1e-6;

    /// <summary>p = sigma(z).</summary>
    public static Tensor OfLogits(Tensor logits)
    {
        using var scope = NewDisposeScope();
        return logits.to(float32).sigmoid().MoveToOuterDisposeScope();
    }

    /// <summary>z = log(p / (1 - p)) with p clamped to [1e-6, 1 - 1e-6].</summary>
    public static Tensor ToLogits(Tensor probabilities)
    {
        using var scope = NewDisposeScope();
        var clamped = probabilities.Clamped(Least, 1 - Least);
        return log(clamped / clamped.Complement()).MoveToOuterDisposeScope();
    }
}
