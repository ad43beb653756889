namespace StavisLive.Model.Native;

/// <summary>The program's folder in the user's cache (XDG Base Directory Specification).</summary>
internal static class UserCache
{
    /// <summary>Full path; the folder need not exist.</summary>
    public static string Folder
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (!Path.IsPathFullyQualified(cache ?? ""))
                cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(cache!, "stavis-live");
        }
    }
}
