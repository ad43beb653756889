namespace StavisLive.Media.Threads;

/// <summary>Lets a thread that reads a device or a pipe, and does nothing else, wait for what it hands over.</summary>
internal static class OwnThread
{
    /// <summary>Waits until it is handed over. Never called on a pool thread.</summary>
    public static void Wait(ValueTask handOver)
    {
        if (handOver.IsCompletedSuccessfully) return;
#pragma warning disable RS0030 // The thread is the source's own: blocking it holds up nobody else.
        handOver.AsTask().GetAwaiter().GetResult();
#pragma warning restore RS0030
    }
}
