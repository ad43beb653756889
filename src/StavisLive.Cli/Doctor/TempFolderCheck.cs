using System.Globalization;

namespace StavisLive.Cli.Doctor;

/// <summary>The folder for temporary files: the main job has none there, but libraries and children may.</summary>
internal sealed class TempFolderCheck(string folder) : ICheck
{
    private const double Gigabyte = 1e9;

    // What lies here is small: overlays are rewritten beside themselves.
    private const double LeastFree = 0.1 * Gigabyte;

    public string Subject => "temp folder";

    public bool IsNeeded => false;

    public Task<Finding> RunAsync(CancellationToken cancellationToken) => Task.FromResult(Examine());

    private Finding Examine()
    {
        var variable = OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";
        var remedy = $"set {variable} to a folder on a disk with room that you may write";
        try
        {
            var probe = Path.Combine(folder, $".stavis-{Guid.NewGuid():N}");
            using var _ = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Warning($"{folder} cannot be written: {e.Message}", remedy);
        }
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        var message = string.Create(CultureInfo.InvariantCulture, $"{folder} can be written, {free / Gigabyte:0.0} GB free");
        return free < LeastFree ? Finding.Warning(message, remedy) : Finding.Ok(message);
    }
}
