using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;

namespace StavisLive.Evaluation.Protocols;

/// <summary>The program's own windows, a map for every frame; predictions are resized bilinearly and nothing else.</summary>
internal sealed class PlainProtocol : EvaluationProtocol
{
    /// <inheritdoc />
    public override string Name => "plain";

    /// <inheritdoc />
    public override Func<SourceDescription, bool, IWindowAssembler>? Assembler => null;

    /// <inheritdoc />
    public override IPredictionFinish CreateFinish(int width, int height) => new PlainFinish(width, height);
}
