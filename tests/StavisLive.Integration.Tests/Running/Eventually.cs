namespace StavisLive.Integration.Tests.Running;

/// <summary>Waits for what another process is about to do.</summary>
internal static class Eventually
{
    /// <summary>Fails the test unless the condition comes to hold within ten seconds.</summary>
    public static async Task HoldsAsync(Func<bool> condition)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (condition()) return;
            await Task.Delay(100);
        }
        Assert.Fail("It did not come to hold within ten seconds.");
    }
}
