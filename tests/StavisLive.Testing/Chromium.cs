namespace StavisLive.Testing;

/// <summary>The machine's own Chromium, for tests of pages.</summary>
public static class Chromium
{
    // The first has no window at all, and takes little more than half of the others' processor time for the same page.
    private static readonly string[] Programs = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

    /// <summary>Path of its program; null where there is none.</summary>
    public static string? Program { get; } =
        (from name in Programs
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         let program = Path.Combine(folder, name)
         where File.Exists(program)
         select program).FirstOrDefault();

    /// <summary>Why a test is skipped where there is none.</summary>
    public static string Missing { get; } = $"None of {string.Join(", ", Programs)} is here.";
}
