using StavisLive.Core.Windowing;

namespace StavisLive.Core.Inference;

/// <summary>A window on its way to the network. Owns a hold on the step's window.</summary>
/// <param name="Step">The window.</param>
/// <param name="Resize">What its newest frame's resize took.</param>
/// <param name="ReadyAt">When it was ready: <see cref="TimeProvider.GetTimestamp"/>.</param>
public readonly record struct InferenceRequest(WindowStep Step, TimeSpan Resize, long ReadyAt)
{
    /// <summary>Gives the window back.</summary>
    public static void Release(InferenceRequest request) => request.Step.Window.Dispose();
}
