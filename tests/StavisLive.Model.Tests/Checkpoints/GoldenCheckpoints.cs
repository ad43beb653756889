namespace StavisLive.Model.Tests.Checkpoints;

/// <summary>Tiny files that PyTorch wrote, with the traps of real ones.</summary>
internal static class GoldenCheckpoints
{
    public static string Zip => PathOf("checkpoint-zip.pth");

    public static string Legacy => PathOf("checkpoint-legacy.pth");

    public static string StateDict => PathOf("statedict-legacy.pth");

    public static string Malicious => PathOf("checkpoint-malicious.pth");

    public static string Expected => PathOf("checkpoint-expected.json");

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "TestData", "checkpoints", name);
}
