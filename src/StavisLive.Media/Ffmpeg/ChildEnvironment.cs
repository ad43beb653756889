using StavisLive.Core.Configuration.Reading;

namespace StavisLive.Media.Ffmpeg;

/// <summary>Which of this program's environment variables its children get: none that holds a secret.</summary>
internal static class ChildEnvironment
{
    // The program's own settings: tokens, a certificate's password, the key of whoever collects measurements. No ffmpeg reads any of these.
    private static readonly string[] OwnBeginnings = ["STAVIS_LIVE_", "ASPNETCORE_", "OTEL_"];

    // Where libraries and folders are, and in which letters paths are written. Windows starts little without its own folder.
    private static readonly HashSet<string> Needed = new(
        ["PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "TMP", "TEMP", "LANG", "LC_ALL", "LC_CTYPE", "SystemRoot", "SystemDrive"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes away what holds secrets: the program's own settings, and what the configuration has named as one.</summary>
    public static void TakeSecrets(IDictionary<string, string?> variables) => Take(variables, name => IsOwn(name) || NamedSecrets.Variables.Contains(name));

    /// <summary>Takes away everything that a decoder can do without, for one that reads what a stranger brings.</summary>
    public static void TakeUnneeded(IDictionary<string, string?> variables) => Take(variables, _ => true);

    private static void Take(IDictionary<string, string?> variables, Func<string, bool> isTaken)
    {
        foreach (var name in variables.Keys.Where(name => !Needed.Contains(name) && isTaken(name)).ToList()) variables.Remove(name);
    }

    private static bool IsOwn(string name) => OwnBeginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
}
