namespace StavisLive.Model.Inference.Engine.Convolution;

/// <summary>How convolutions are written in the engine's program.</summary>
/// <remarks>All of them take and give tensors whose channels lie innermost in memory.</remarks>
internal abstract class ConvolutionDialect
{
    /// <summary>Whether vectors of our own (<see cref="ChannelBlock"/>) do what the library is slower at, in bfloat16.</summary>
    public abstract bool UsesVectors { get; }

    /// <summary>Whether <see cref="AddInto"/> is one pass, so that small convolutions that are summed had better be made one by one.</summary>
    public abstract bool AddsInPlace { get; }

    /// <summary>Convolution, bias, and the ReLU if asked for.</summary>
    public abstract string Convolve(ConvolutionLayer layer, string input, bool relu);

    /// <summary>The same added to <paramref name="sum"/>, in its memory, followed by the ReLU if asked for.</summary>
    public abstract string AddInto(ConvolutionLayer layer, string input, string sum, bool relu);

    /// <summary>Turns a kernel into the form that the calls expect.</summary>
    public abstract string Prepare(ConvolutionLayer layer, string weight);

    /// <summary>A list of whole numbers.</summary>
    protected static string List(IEnumerable<long> values) => $"[{string.Join(", ", values)}]";

    /// <summary>The layer's bias, or None.</summary>
    protected static string Bias(ConvolutionLayer layer) => layer.HasBias ? $"self.{layer.Name}_bias" : "None";

    /// <summary>The layer's prepared kernel.</summary>
    protected static string Weight(ConvolutionLayer layer) => $"self.{layer.Name}_weight";
}
