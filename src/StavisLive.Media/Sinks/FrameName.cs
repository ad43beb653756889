namespace StavisLive.Media.Sinks;

/// <summary>Names of files that belong to a frame.</summary>
internal static class FrameName
{
    /// <summary><c>frame_000000</c> and so on; six digits sort rightly for nine hours at 30 fps.</summary>
    public static string Of(long index) => $"frame_{index:D6}";
}
