namespace StavisLive.Model.Inference;

/// <summary>The garbage collector's heap between set-up and the first step.</summary>
internal static class ManagedHeap
{
    // The first two move what is in use up to generation 2; the third measures that generation and sets its budget.
    private const int Collections = 3;

    /// <summary>Collects what set-up has left, so that no step is held up by it; some milliseconds.</summary>
    /// <remarks>
    /// Each call of a script leaves a small object of TorchSharp's whose finalizer has yet to run (its <c>Dispose</c> doesn't cancel it). They
    /// outlive every collection of generation 0 and fill generation 1, so that the next one takes that too and moves all that was ever set
    /// up into generation 2: more than its first budget, and so one full collection in every run, thousands of steps after its start.
    /// </remarks>
    public static void Settle()
    {
        for (var collection = 0; collection < Collections; collection++)
        {
#pragma warning disable RS0030 // Once, before the first step.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
#pragma warning restore RS0030
        }
    }
}
