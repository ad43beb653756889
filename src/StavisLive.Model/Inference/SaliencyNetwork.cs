using StavisLive.Model.Checkpoints;
using StavisLive.Model.Network;

namespace StavisLive.Model.Inference;

/// <summary>A network for those who run it and never look at its tensors. Owns it.</summary>
public sealed class SaliencyNetwork : IDisposable
{
    private SaliencyNetwork(StavisNetwork module, string message)
    {
        Module = module;
        Message = message;
    }

    /// <summary>Which network it is.</summary>
    public NetworkVariant Variant => Module.Variant;

    /// <summary>One line: which network it is, and how that is known.</summary>
    public string Message { get; }

    /// <summary>The network itself, in float32 on the CPU.</summary>
    internal StavisNetwork Module { get; }

    /// <summary>Makes the network that a file of weights belongs to and loads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="visualOnly">Whether only the visual stage is wanted.</param>
    /// <exception cref="CheckpointException">It cannot be read, or does not fit.</exception>
    public static SaliencyNetwork Load(string path, bool visualOnly)
    {
        var loaded = WeightsFile.Load(path, visualOnly);
        return new SaliencyNetwork(loaded.Network, loaded.Message);
    }

    /// <summary>A network that has learnt nothing, for measuring.</summary>
    public static SaliencyNetwork Untrained(NetworkVariant variant) => new(new StavisNetwork(variant), variant.Describe());

    /// <inheritdoc />
    public void Dispose() => Module.Dispose();
}
