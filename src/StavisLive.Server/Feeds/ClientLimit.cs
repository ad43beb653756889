namespace StavisLive.Server.Feeds;

/// <summary>How many may follow feeds at the same time, over all protocols. Thread-safe.</summary>
internal sealed class ClientLimit
{
    /// <summary>What those are told for whom there is no place.</summary>
    public const string Refusal = "There are too many viewers already.";

    // Each may cost some hundred kilobytes of buffers.
    private const int Most = 512;

    private int _count;

    /// <summary>A place, which is given back with its disposal; null where there is none.</summary>
    public IDisposable? Enter()
    {
        if (Interlocked.Increment(ref _count) <= Most) return new Place(this);
        Interlocked.Decrement(ref _count);
        return null;
    }

    private sealed class Place(ClientLimit limit) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0) Interlocked.Decrement(ref limit._count);
        }
    }
}
