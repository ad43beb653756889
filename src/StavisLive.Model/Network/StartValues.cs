using StavisLive.Model.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network;

/// <summary>The authors' start values, reproducible by a seed.</summary>
/// <remarks>Drawn by the tensors' own methods: TorchSharp's <c>init.normal_</c> takes a generator and doesn't use it.</remarks>
internal static class StartValues
{
    // Maps start near sigma(-6) = 0.2 %: nearly all of a picture is not looked at.
    private const double SaliencyBias = -6;

    private const double FlatDeviation = 0.001;

    /// <summary>Sets every parameter of a new network but those of batch normalisation (made as 1 and 0) and mixing weights (made equal).</summary>
    public static void Set(Module network, ulong seed)
    {
        using var noGradient = no_grad();
        using var generator = new Generator(seed);
        foreach (var (name, module) in network.named_modules())
        {
            using var scope = NewDisposeScope();
            SetModule(name, module, generator);
        }
    }

    private static void SetModule(string name, Module module, Generator generator)
    {
        switch (module)
        {
            case Conv3d convolution:
                He(convolution.weight!, generator);
                break;
            case Conv2d convolution:
                convolution.weight!.normal_(0, FlatDeviation, generator);
                convolution.bias!.Fill(IsSaliencyHead(name) ? SaliencyBias : 0);
                break;
            case ConvTranspose2d upsampling:
                SetBilinear(upsampling.weight!);
                break;
            case Linear linear:
                He(linear.weight!, generator);
                init.zeros_(linear.bias!);
                break;
            case Bilinear bilinear:
                He(bilinear.weight!, generator);
                init.zeros_(bilinear.bias!);
                break;
        }
    }

    // fuse, fuseav and the 1x1 convolutions score_dsn.m.score_dsn.
    private static bool IsSaliencyHead(string name) => name is "fuse" or "fuseav" || name.EndsWith(".score_dsn", StringComparison.Ordinal);

    /// <summary>He et al., ICCV 2015: variance 2 / fan-out, fan-out = size(0) times what follows size(1).</summary>
    private static void He(Tensor weight, Generator generator)
    {
        var fanOut = weight.numel() / weight.shape[1];
        weight.normal_(0, Math.Sqrt(2.0 / fanOut), generator);
    }

    /// <summary>Channel by channel the triangle that interpolates linearly: kernel 2 s, stride s.</summary>
    private static void SetBilinear(Tensor weight)
    {
        var size = weight.shape[^1];
        var distance = TensorArithmetic.Ramp(size).Minus((size - 1) / 2.0).abs();
        var triangle = distance.DividedBy(size / 2.0).Complement();
        var kernel = outer(triangle, triangle);
        init.zeros_(weight);
        for (var channel = 0; channel < weight.shape[0]; channel++) weight[channel, channel].copy_(kernel);
    }
}
