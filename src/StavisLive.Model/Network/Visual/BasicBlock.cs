using StavisLive.Model.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Visual;

/// <summary>Two 3x3x3 convolutions around a shortcut (depths 10, 18, 34), <c>[N,Cin,T,H,W] -> [N,planes,T/s,H/s,W/s]</c>.</summary>
internal sealed class BasicBlock : Module<Tensor, Tensor>
{
    private readonly Conv3d conv1;
    private readonly Conv3d conv2;
    private readonly BatchNorm3d bn1;
    private readonly BatchNorm3d bn2;
    private readonly Sequential? downsample;

    public BasicBlock(int input, int planes, int stride)
        : base(nameof(BasicBlock))
    {
        conv1 = Conv3d(input, planes, 3, stride, padding: 1, bias: false, device: META).WithMemory();
        bn1 = BatchNorm3d(planes);
        conv2 = Conv3d(planes, planes, 3, padding: 1, bias: false, device: META).WithMemory();
        bn2 = BatchNorm3d(planes);
        downsample = ResidualStage.Projection(input, planes, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = bn1.call(FrameConvolution.Call(conv1, input)).relu_();
        x = bn2.call(FrameConvolution.Call(conv2, x));
        return x.Add(downsample is null ? input : FrameConvolution.Call(downsample, input)).relu_().MoveToOuterDisposeScope();
    }
}
