namespace StavisLive.Media.Encoding.Libav;

/// <summary>Text as libavutil reads it.</summary>
internal static class LibavText
{
    /// <summary>A value as it stands in an option that is a list of names and values with colons between them (av_get_token).</summary>
    public static string Escape(string value) => value
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("'", @"\'", StringComparison.Ordinal)
        .Replace(":", @"\:", StringComparison.Ordinal);
}
