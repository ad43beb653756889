using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Visual;

/// <summary>Convolutions as training needs them: in the precision of their input, and cheap where there is one frame only.</summary>
/// <remarks>In inference weights and input share a precision and there are sixteen frames, so that this is the module's own call.</remarks>
internal static class FrameConvolution
{
    /// <summary>A convolution in time and space, <c>[N,C,T,H,W]</c>.</summary>
    /// <remarks>
    /// Of one frame alone every time slice of the kernel but the middle one meets padding, so that only this one is applied: the
    /// same numbers for a third of the work (conv1: a seventh). Training begins on single frames.
    /// </remarks>
    public static Tensor Call(Conv3d convolution, Tensor input)
    {
        var weight = convolution.weight!;
        var isSingle = input.shape[2] == 1;
        if (!isSingle && weight.dtype == input.dtype) return convolution.call(input);

        using var scope = NewDisposeScope();
        var kernel = weight.to(input.dtype);
        var bias = convolution.bias?.to(input.dtype);
        if (!isSingle)
            return functional.conv3d(input, kernel, bias, convolution.stride, convolution.padding).MoveToOuterDisposeScope();
        return functional.conv2d(input.squeeze(2), kernel.select(2, weight.shape[2] / 2), bias, convolution.stride[1..], convolution.padding![1..])
            .unsqueeze(2).MoveToOuterDisposeScope();
    }

    /// <summary>A convolution in space, <c>[N,C,H,W]</c>.</summary>
    public static Tensor Call(Conv2d convolution, Tensor input)
    {
        if (convolution.weight!.dtype == input.dtype) return convolution.call(input);
        using var scope = NewDisposeScope();
        return functional.conv2d(input, convolution.weight.to(input.dtype), convolution.bias?.to(input.dtype), convolution.stride, convolution.padding)
            .MoveToOuterDisposeScope();
    }

    /// <summary>A projection shortcut: convolution and normalisation.</summary>
    public static Tensor Call(Sequential projection, Tensor input)
    {
        using var projected = Call((Conv3d)projection[0], input);
        return ((BatchNorm3d)projection[1]).call(projected);
    }
}
