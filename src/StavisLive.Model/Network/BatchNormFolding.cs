using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network;

/// <summary>Folds a batch normalisation with fixed statistics into the convolution before it.</summary>
internal static class BatchNormFolding
{
    // PyTorch's default, which the authors kept.
    private const double Epsilon = 1e-5;

    /// <summary>Scales and shifts the convolution, and gives what takes the normalisation's place.</summary>
    public static Module<Tensor, Tensor> Fold(Convolution convolution, Module<Tensor, Tensor> normalization)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (weight, bias, mean, variance) = Statistics(normalization);

        var scale = weight * (variance + Epsilon).rsqrt();
        var kernel = convolution.weight!;
        var perOutput = new long[kernel.dim()];
        Array.Fill(perOutput, 1);
        perOutput[0] = -1;
        var shift = bias + ((convolution.bias is { } own ? own - mean : -mean) * scale);

        convolution.weight = new Parameter(kernel * scale.view(perOutput), requires_grad: false);
        convolution.bias = new Parameter(shift, requires_grad: false);
        return Identity();
    }

    /// <summary>Folds a projection shortcut (convolution, normalisation) into its convolution alone.</summary>
    public static Module<Tensor, Tensor>? Fold(Module<Tensor, Tensor>? projection)
    {
        if (projection is not Sequential { Count: 2 } pair) return projection;
        var convolution = (Convolution)pair[0];
        Fold(convolution, (Module<Tensor, Tensor>)pair[1]);
        return convolution;
    }

    private static (Tensor Weight, Tensor Bias, Tensor Mean, Tensor Variance) Statistics(Module normalization) => normalization switch
    {
        BatchNorm3d norm => (norm.weight!, norm.bias!, norm.running_mean!, norm.running_var!),
        BatchNorm2d norm => (norm.weight!, norm.bias!, norm.running_mean!, norm.running_var!),
        _ => throw new InvalidOperationException($"{normalization.GetName()} is no batch normalisation, or was folded before."),
    };
}
