namespace StavisLive.Media.Files;

/// <summary>What Windows makes of full paths.</summary>
internal static class WindowsPath
{
    private const string Devices = @"\\.\";
    private const string Verbatim = @"\\?\";
    private const string Share = @"\\";

    // Where nothing is kept.
    private const string Nowhere = "NUL";

    /// <summary>The path in the form in which the system itself takes more than 260 letters.</summary>
    public static string Long(string full) =>
        full.StartsWith(Verbatim, StringComparison.Ordinal) || IsDevice(full) ? full
        : full.StartsWith(Share, StringComparison.Ordinal) ? @"\\?\UNC\" + full[Share.Length..]
        : Verbatim + full;

    /// <summary>Whether it leads to a device or a pipe, rather than to a place in a folder. Names such as <c>NUL</c> and <c>aux.npy</c> do.</summary>
    public static bool IsDevice(string full) => full.StartsWith(Devices, StringComparison.Ordinal);

    /// <summary>The device that a file would have to be called like; null where nothing speaks against its name.</summary>
    public static string? TakenBy(string full) =>
        IsDevice(full) && full[Devices.Length..] is var device && !device.Contains('\\') && !device.Equals(Nowhere, StringComparison.OrdinalIgnoreCase) ? device : null;
}
