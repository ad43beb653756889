using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Evaluation.Datasets.GazeClips;
using StavisLive.Evaluation.Sets;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Training.Trainer.Weights;

/// <summary>Gives a network the centre bias of clips: how much more people looked at some places than at others, whatever was to be seen there.</summary>
/// <remarks>
/// Not learned: a network that knows its clips by heart has no need of it, and so learns one that is too weak for others
/// (docs/measurements/default-weights.md).
/// </remarks>
internal static class ClipBias
{
    private const string Key = "center_bias.weight";
    private const int BlockSide = SaliencyMap.Side / CenterBias.Side;

    // Where nobody of these clips has looked, somebody may: one look of a hundred goes anywhere.
    private const double Anywhere = 0.01;

    /// <summary>The same network with a centre bias; the caller owns it.</summary>
    /// <param name="network">Borrowed.</param>
    /// <param name="clips">Clips with fixations, each of which counts alike.</param>
    /// <param name="power">Of the mean density of fixations, with which maps are multiplied.</param>
    /// <exception cref="InvalidDataException">Nobody looked anywhere in them.</exception>
    public static StavisNetwork Add(StavisNetwork network, IReadOnlyList<GazeClip> clips, double power)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var biased = StavisNetwork.WithoutValues(network.Variant with { CenterBias = true });
        biased.eval();
        var state = biased.state_dict();
        foreach (var (key, value) in network.state_dict()) state[key].copy_(value);
        state[Key].copy_(tensor(Logarithms(clips, power), 1, 1, CenterBias.Side, CenterBias.Side));
        return biased;
    }

    // Of the mean density, the largest 0; the same on the left as on the right, as training turns pictures round.
    private static float[] Logarithms(IReadOnlyList<GazeClip> clips, double power)
    {
        var density = MeanDensity(clips);
        var numbers = new float[CenterBias.Side * CenterBias.Side];
        for (var row = 0; row < CenterBias.Side; row++)
        {
            for (var column = 0; column < CenterBias.Side; column++)
            {
                var mirrored = CenterBias.Side - 1 - column;
                var share = (Block(density, row, column) + Block(density, row, mirrored)) / 2;
                numbers[(row * CenterBias.Side) + column] = (float)(power * Math.Log(((1 - Anywhere) * share) + Anywhere));
            }
        }
        TensorPrimitives.Subtract(numbers, TensorPrimitives.Max<float>(numbers), numbers);
        return numbers;
    }

    // Its mean is 1.
    private static double[] MeanDensity(IReadOnlyList<GazeClip> clips)
    {
        var looks = clips.Select(clip => (IReadOnlyList<Fixation>)[.. clip.Fixations.Select(look => new Fixation(0, 0, look.X, look.Y, 0))]);
        var mean = MeanGaze.Of(looks) ?? throw new InvalidDataException("centerBias is taken from where people looked in clips, and there are no fixations in any.");
        TensorPrimitives.Multiply(mean, mean.Length / TensorPrimitives.Sum<double>(mean), mean);
        return mean;
    }

    private static double Block(double[] density, int row, int column)
    {
        var sum = 0.0;
        for (var y = row * BlockSide; y < (row + 1) * BlockSide; y++)
            sum += TensorPrimitives.Sum<double>(density.AsSpan((y * SaliencyMap.Side) + (column * BlockSide), BlockSide));
        return sum / (BlockSide * BlockSide);
    }
}
