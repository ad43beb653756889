namespace StavisLive.Evaluation.Foveation;

/// <summary>A place that somebody looked at, and when.</summary>
/// <param name="Observer">Who.</param>
/// <param name="X">From the left edge, 0 to 1.</param>
/// <param name="Y">From the upper edge, 0 to 1.</param>
/// <param name="Begin">From when on, in seconds from the first picture.</param>
/// <param name="End">Until when.</param>
internal readonly record struct GazeRow(string Observer, double X, double Y, double Begin, double End)
{
    // What times in a table are rounded by.
    private const double Slack = 1e-6;

    /// <summary>The first and the last of the pictures that are shown meanwhile; none of them is in a clip that ends before or begins after.</summary>
    /// <param name="frameRate">Pictures per second.</param>
    public (int First, int Last) Pictures(double frameRate)
    {
        // A moment that lies between two pictures belongs to the one that is shown then.
        var last = Math.Max((int)Math.Floor(Begin * frameRate), (int)(Math.Ceiling((End * frameRate) - Slack) - 1));
        return (Math.Min((int)Math.Ceiling((Begin * frameRate) - Slack), last), last);
    }
}
