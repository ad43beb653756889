namespace StavisLive.Media.Sources.Colours;

/// <summary>What players take for high definition, and so for colours of ITU-R BT.709, where nothing is said of them.</summary>
internal static class HighDefinition
{
    // More columns or rows than any television before it had.
    private const int WidestBefore = 1279;
    private const int HighestBefore = 576;

    /// <summary>Whether pictures of so many columns and rows are; upright ones as well as wide ones.</summary>
    public static bool Is(int width, int height) => Math.Max(width, height) > WidestBefore || Math.Min(width, height) > HighestBefore;
}
