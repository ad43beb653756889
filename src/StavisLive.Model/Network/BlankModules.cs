using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StavisLive.Model.Network;

/// <summary>Convolutions whose values are all set afterwards, from a file or by <see cref="StartValues"/>.</summary>
/// <remarks>TorchSharp draws start values for every new one, which takes longer than reading a file; on the device without memory there is nothing to draw.</remarks>
internal static class BlankModules
{
    /// <summary>Gives a convolution that was made on <see cref="META"/> memory on the CPU, with whatever that held.</summary>
    public static T WithMemory<T>(this T convolution)
        where T : TorchSharp.Modules.Convolution
    {
        convolution.weight = new Parameter(empty(convolution.weight.shape));
        if (convolution.bias is { } bias) convolution.bias = new Parameter(empty(bias.shape));
        return convolution;
    }
}
