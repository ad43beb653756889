namespace StavisLive.Core.Media;

/// <summary>A recycled buffer with counted holders: the last <see cref="Dispose"/> hands it back to its pool.</summary>
/// <remarks>
/// Whoever rents it holds it once. Passing it on either hands over that hold ("takes ownership") or lends it for the
/// call ("borrows"); whoever keeps it longer than a loan calls <c>Share()</c> and disposes once more.
/// Thread-safe. Disposing more often than it is held throws, because the buffer may already be somebody else's.
/// </remarks>
public abstract class Shared : IDisposable
{
    private int _holders;

    /// <summary>Number of holds not yet disposed; 0 means that the buffer lies in its pool.</summary>
    internal int Holders => Volatile.Read(ref _holders);

    /// <summary>Gives one hold back.</summary>
    public void Dispose()
    {
        var left = Interlocked.Decrement(ref _holders);
        if (left < 0)
        {
            Interlocked.Increment(ref _holders);
            throw new ObjectDisposedException(GetType().Name, "Released more often than it was held.");
        }
        if (left == 0) Recycle();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a hold for another holder.</summary>
    protected void Hold()
    {
        if (Interlocked.Increment(ref _holders) > 1) return;
        Interlocked.Decrement(ref _holders);
        throw new ObjectDisposedException(GetType().Name);
    }

    /// <summary>The first hold, taken by the pool on behalf of the one who rents.</summary>
    internal void HoldFirst()
    {
        if (Interlocked.CompareExchange(ref _holders, 1, 0) != 0)
            throw new InvalidOperationException($"{GetType().Name} was rented while still held.");
    }

    /// <summary>Hands the buffer back to where it came from.</summary>
    protected abstract void Recycle();
}
