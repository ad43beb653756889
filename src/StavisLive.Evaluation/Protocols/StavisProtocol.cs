using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;

namespace StavisLive.Evaluation.Protocols;

/// <summary>The protocol of the STAViS paper, as its authors' code has it.</summary>
/// <remarks>
/// The map of frames f..f+15 belongs to frame f+8; the first eight frames have none and are not scored. Windows that reach
/// beyond the end repeat their frames from the first on. Maps pass through 8 bits and a Gaussian (<see cref="StavisFinish"/>).
/// </remarks>
internal sealed class StavisProtocol : EvaluationProtocol
{
    /// <inheritdoc />
    public override string Name => "stavis";

    /// <inheritdoc />
    public override Func<SourceDescription, bool, IWindowAssembler>? Assembler =>
        (source, listens) => source.Kind == SourceKind.Stills
            ? new StillAssembler(listens)
            : new RepeatingAssembler(source.FrameRate > 0 ? source.FrameRate : SlotGrid.DefaultFps(0), listens);

    /// <inheritdoc />
    public override IPredictionFinish CreateFinish(int width, int height) => new StavisFinish(width, height);
}
