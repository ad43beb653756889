namespace StavisLive.Cluster.Tests;

/// <summary>Waits for what other processes are about to do.</summary>
internal static class Eventually
{
    // Far more than anything here takes, on a machine with ten times as much to do as it can.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Fails the test unless the condition comes to hold.</summary>
    public static Task HoldsAsync(Func<bool> condition, Func<string>? explain = null) => HoldsAsync(() => Task.FromResult(condition()), explain);

    /// <summary>Fails the test unless the condition comes to hold.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string>? explain = null, TimeSpan? patience = null)
    {
        var longest = patience ?? Patience;
        var begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > longest) Assert.Fail($"It did not come to hold within {longest.TotalSeconds} s. {explain?.Invoke()}");
            await Task.Delay(50);
        }
    }
}
