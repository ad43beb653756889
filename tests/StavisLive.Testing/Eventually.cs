namespace StavisLive.Testing;

/// <summary>Waits for what others are about to do.</summary>
public static class Eventually
{
    /// <summary>Far more than anything takes that is waited for, on a machine with ten times as much to do as it can.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);

    // Who has to answer has work to do as well: asked a hundred times a second, a cluster's nodes took a tenth of a core for the answers alone.
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until something holds.</summary>
    /// <param name="condition">What is to hold.</param>
    /// <param name="explain">Tells, where it doesn't, what is there instead.</param>
    /// <exception cref="TimeoutException">It didn't come to hold.</exception>
    public static Task HoldsAsync(Func<bool> condition, Func<string>? explain = null) => HoldsAsync(() => Task.FromResult(condition()), explain, Patience, LookInterval);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, Func{string}?)" />
    /// <param name="condition">What is to hold.</param>
    /// <param name="explain">Tells, where it doesn't, what is there instead.</param>
    /// <param name="patience">The longest to wait; null: <see cref="Patience"/>.</param>
    public static Task HoldsAsync(Func<Task<bool>> condition, Func<string>? explain = null, TimeSpan? patience = null) =>
        HoldsAsync(condition, explain, patience ?? Patience, AskInterval);

    private static async Task HoldsAsync(Func<Task<bool>> condition, Func<string>? explain, TimeSpan longest, TimeSpan interval)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!await condition().ConfigureAwait(false))
        {
            if (TimeProvider.System.GetElapsedTime(begin) > longest)
                throw new TimeoutException($"It did not come to hold within {longest.TotalSeconds} s. {explain?.Invoke()}");
            await Task.Delay(interval).ConfigureAwait(false);
        }
    }
}
