using StavisLive.Core.Windowing;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Training.Examples;

/// <summary>Examples side by side, in managed memory until a training step asks for tensors.</summary>
internal sealed class ExampleBatch(IReadOnlyList<Example> examples)
{
    private int Count => examples.Count;

    /// <summary>The network's frames, <c>[N,3,T,112,112]</c>.</summary>
    public Tensor Frames()
    {
        using var bytes = tensor(Joined(example => example.Pictures), [Count, examples[0].Pictures.Length / Example.PictureBytes, Example.Side, Example.Side, 3]);
        return NetworkInput.FromPictures(bytes);
    }

    /// <summary>The network's sound, <c>[N,1,1,samples]</c>.</summary>
    public Tensor Audio()
    {
        var silence = new float[NetworkWindow.AudioLength];
        return tensor(Joined(example => example.Audio ?? silence), [Count, 1, 1, NetworkWindow.AudioLength]);
    }

    /// <summary><c>[N,112,112]</c></summary>
    public Tensor Density() => Maps(example => example.Density);

    /// <summary>Density without the sound's pull, <c>[N,112,112]</c>.</summary>
    public Tensor SilentDensity() => Maps(example => example.SilentDensity ?? example.Density);

    /// <summary><c>[N,112,112]</c></summary>
    public Tensor Fixations() => Maps(example => example.Fixations);

    /// <summary>Numbers of the examples that are pictures of the world, ascending.</summary>
    public long[] Real() => [.. Enumerable.Range(0, Count).Where(number => examples[number].IsReal).Select(number => (long)number)];

    private Tensor Maps(Func<Example, float[]> part) => tensor(Joined(part), [Count, Example.Side, Example.Side]);

    private T[] Joined<T>(Func<Example, T[]> part)
    {
        var length = part(examples[0]).Length;
        var joined = new T[Count * length];
        for (var i = 0; i < Count; i++) part(examples[i]).CopyTo(joined, i * length);
        return joined;
    }
}
