using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Convolution;

/// <summary>A convolution of the trunk before it is known how it will be computed.</summary>
/// <param name="Layer">Its geometry.</param>
/// <param name="Kernel">Weight and bias with the batch normalisation folded in, float32.</param>
internal sealed record FoldedConvolution(ConvolutionLayer Layer, (Tensor Weight, Tensor? Bias) Kernel);
