namespace StavisLive.Evaluation.Datasets.GazeClips;

/// <summary>One place that an observer of a clip looked at, and when.</summary>
/// <param name="X">From the left edge, in widths of the picture: 0 up to, not including, 1.</param>
/// <param name="Y">From the upper edge, in heights.</param>
/// <param name="Frame">The frame it belongs to, from 0; null where it is told by time.</param>
/// <param name="Seconds">When it began, from the clip's first frame on.</param>
/// <param name="Duration">How long it lasted, in seconds; 0: a sample of a moment.</param>
public readonly record struct ClipFixation(float X, float Y, int? Frame, double Seconds, double Duration)
{
    // What times in a table are rounded by: six decimals tell microseconds.
    private const double Slack = 1e-6; // s

    /// <summary>Whether it belongs to a frame that is shown from a time on for a while (both in seconds).</summary>
    public bool IsDuring(long frame, double begin, double length) =>
        Frame is { } number
            ? number == frame
            : Seconds < begin + length - Slack && (Seconds >= begin - Slack || Seconds + Duration > begin + Slack);
}
