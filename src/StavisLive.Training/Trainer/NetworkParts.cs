using StavisLive.Model.Network;
using StavisLive.Training.Configuration;
using TorchSharp.Modules;

namespace StavisLive.Training.Trainer;

/// <summary>Sorts a network's parameters into its parts by their published names.</summary>
internal static class NetworkParts
{
    /// <summary>The part that a key of the state dictionary belongs to.</summary>
    public static NetworkPart Of(string key) => key switch
    {
        _ when key.StartsWith("soundnet8.", StringComparison.Ordinal) => NetworkPart.Sound,
        _ when key.StartsWith("fusion3.", StringComparison.Ordinal) => NetworkPart.Localization,
        _ when key.Contains(".side_prep.", StringComparison.Ordinal) => NetworkPart.Side,
        _ when key.Contains(".upscale", StringComparison.Ordinal) => NetworkPart.Upsampling,
        _ when key.Contains(".score_dsn.", StringComparison.Ordinal) || key.StartsWith("fuse", StringComparison.Ordinal) => NetworkPart.Heads,
        _ => NetworkPart.Trunk,
    };

    /// <summary>Groups of parameters with one rate each: weights apart from biases and normalisation, part by part.</summary>
    public static IReadOnlyList<(NetworkPart Part, bool IsBias, IReadOnlyList<Parameter> Parameters)> Groups(StavisNetwork network) =>
    [
        .. network.named_parameters()
            .GroupBy(entry => (Part: Of(entry.name), IsBias: entry.parameter.dim() <= 1))
            .OrderBy(group => group.Key)
            .Select(group => (group.Key.Part, group.Key.IsBias, (IReadOnlyList<Parameter>)[.. group.Select(entry => entry.parameter)])),
    ];
}
