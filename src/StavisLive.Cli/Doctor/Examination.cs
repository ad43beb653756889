namespace StavisLive.Cli.Doctor;

/// <summary>All checks, one after the other.</summary>
internal static class Examination
{
    /// <summary>Every check there is, what is needed first.</summary>
    public static IReadOnlyList<ICheck> Checks() =>
    [
        new FfmpegCheck(),
        new TorchCheck(),
        new RegionsCheck(),
        new OpenCvCheck(),
        new TempFolderCheck(Path.GetTempPath()),
        new ProcessorCheck(),
        new ScreenCheck(),
        new CameraCheck(),
        .. AudioSystemCheck.All(),
    ];

    /// <summary>Runs a check; one that throws is itself a finding.</summary>
    public static async Task<Finding> RunAsync(ICheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.RunAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new Finding(check.IsNeeded ? Verdict.Missing : Verdict.Warning, $"the check itself failed: {e.GetType().Name}: {e.Message}");
        }
    }
}
