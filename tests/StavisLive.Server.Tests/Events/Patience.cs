namespace StavisLive.Server.Tests.Events;

/// <summary>Waits for what other programs do.</summary>
internal static class Patience
{
    /// <summary>The longest that anything takes, on a machine that has much else to do.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until something holds; fails the test if it doesn't come to.</summary>
    public static async Task UntilAsync(Func<bool> holds, Func<string>? otherwise = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!holds())
        {
            if (limit.IsCancellationRequested) Assert.Fail(otherwise?.Invoke() ?? "It did not come to that.");
            await Task.Delay(LookInterval);
        }
    }
}
