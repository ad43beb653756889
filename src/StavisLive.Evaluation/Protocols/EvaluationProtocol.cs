using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;

namespace StavisLive.Evaluation.Protocols;

/// <summary>A way of taking scores: which windows the network sees, and what happens to its maps before they are scored.</summary>
public abstract class EvaluationProtocol
{
    /// <summary>Every protocol by its name.</summary>
    public static IReadOnlyDictionary<string, EvaluationProtocol> All { get; } =
        new EvaluationProtocol[] { new PlainProtocol(), new StavisProtocol() }.ToDictionary(protocol => protocol.Name);

    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>Makes the windows of a video, with audio or without; null: as the program makes them for any file.</summary>
    public abstract Func<SourceDescription, bool, IWindowAssembler>? Assembler { get; }

    /// <summary>Makes what prepares 112x112 predictions for truths of one size. Not thread-safe.</summary>
    public abstract IPredictionFinish CreateFinish(int width, int height);
}
