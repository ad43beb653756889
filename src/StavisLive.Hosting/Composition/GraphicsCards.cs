namespace StavisLive.Hosting.Composition;

/// <summary>Which graphics cards CUDA's numbers stand for: what a number measured on one of them depends on.</summary>
internal static class GraphicsCards
{
    // NVIDIA's driver for Linux has a folder here for each card; reading it starts no CUDA.
    private const string DriverFolder = "/proc/driver/nvidia/gpus";

    /// <summary>The cards that this process may use, in words that differ where the cards do.</summary>
    public static string Describe() => Describe(DriverFolder, Environment.GetEnvironmentVariable);

    /// <summary>The same of another folder and other variables.</summary>
    public static string Describe(string driverFolder, Func<string, string?> variable) =>
        $"{variable("CUDA_VISIBLE_DEVICES")} {variable("NVIDIA_VISIBLE_DEVICES")} {variable("CUDA_DEVICE_ORDER")} {string.Join(' ', Models(driverFolder))}";

    private static IEnumerable<string> Models(string driverFolder)
    {
        try
        {
            return [.. Directory.GetDirectories(driverFolder)
                .Order(StringComparer.Ordinal)
                .SelectMany(card => File.ReadLines(Path.Combine(card, "information")))
                .Where(line => line.StartsWith("Model:", StringComparison.Ordinal))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another system, or a driver that keeps it to itself: the cards have no names then.
            return [];
        }
    }
}
