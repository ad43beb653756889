namespace StavisLive.Media.Ffmpeg;

/// <summary>What an ffmpeg can decode on beside the processor.</summary>
internal static class HardwareMethods
{
    /// <summary>The names it was built with, whether the machine has such hardware or not.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(FfmpegTools tools, CancellationToken cancellationToken)
    {
        var (_, text) = await RunAsync(tools, ["-hide_banner", "-nostdin", "-hwaccels"], cancellationToken).ConfigureAwait(false);
        // A heading that ends with a colon, then a name a line.
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.EndsWith(':'))];
    }

    /// <summary>Whether the machine has it.</summary>
    public static async Task<bool> IsThereAsync(FfmpegTools tools, string name, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-nostdin", "-hide_banner", "-loglevel", "error", "-init_hw_device", name,
            "-f", "lavfi", "-i", "nullsrc=size=16x16", "-frames:v", "1", "-f", "null", "-",
        ];
        var (code, _) = await RunAsync(tools, arguments, cancellationToken).ConfigureAwait(false);
        return code == 0;
    }

    private static async Task<(int Code, string Text)> RunAsync(FfmpegTools tools, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var process = FfmpegProcess.Start(tools.Ffmpeg, arguments);
        await using var registration = cancellationToken.Register(process.Kill).ConfigureAwait(false);
        using var reader = new StreamReader(process.Output);
        var text = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        return (await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false), text);
    }
}
