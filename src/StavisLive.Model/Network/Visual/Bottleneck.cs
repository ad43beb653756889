using StavisLive.Model.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Visual;

/// <summary>1x1x1, 3x3x3 and 1x1x1 convolution around a shortcut (depths 50, 101), <c>[N,Cin,T,H,W] -> [N,4 planes,T/s,H/s,W/s]</c>.</summary>
internal sealed class Bottleneck : Module<Tensor, Tensor>
{
    public const int Expansion = 4;

    private readonly Conv3d conv1;
    private readonly Conv3d conv2;
    private readonly Conv3d conv3;
    private readonly BatchNorm3d bn1;
    private readonly BatchNorm3d bn2;
    private readonly BatchNorm3d bn3;
    private readonly Sequential? downsample;

    public Bottleneck(int input, int planes, int stride)
        : base(nameof(Bottleneck))
    {
        conv1 = Conv3d(input, planes, 1, bias: false, device: META).WithMemory();
        bn1 = BatchNorm3d(planes);
        conv2 = Conv3d(planes, planes, 3, stride, padding: 1, bias: false, device: META).WithMemory();
        bn2 = BatchNorm3d(planes);
        conv3 = Conv3d(planes, planes * Expansion, 1, bias: false, device: META).WithMemory();
        bn3 = BatchNorm3d(planes * Expansion);
        downsample = ResidualStage.Projection(input, planes * Expansion, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = bn1.call(FrameConvolution.Call(conv1, input)).relu_();
        x = bn2.call(FrameConvolution.Call(conv2, x)).relu_();
        x = bn3.call(FrameConvolution.Call(conv3, x));
        return x.Add(downsample is null ? input : FrameConvolution.Call(downsample, input)).relu_().MoveToOuterDisposeScope();
    }
}
