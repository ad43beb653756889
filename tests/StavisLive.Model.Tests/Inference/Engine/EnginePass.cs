using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>One step of an engine.</summary>
internal static class EnginePass
{
    /// <summary>Logits of the fused maps, one behind the other.</summary>
    public static float[] Logits(SaliencyEngine engine, params NetworkWindow[] windows)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        using var step = engine.Begin(windows);
        return Numbers.Of(engine.Finish(step));
    }

    /// <summary>All of a step that later ones build on, where nobody looks at its maps.</summary>
    public static void Stem(SaliencyEngine engine, params NetworkWindow[] windows)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        using var step = engine.Begin(windows);
        engine.Stem(step);
    }
}
