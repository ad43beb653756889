namespace StavisLive.Core.Diagnostics;

/// <summary>Why something was left out; the names in metrics.</summary>
public static class SkipReason
{
    private const string Slow = "sink-slow";
    private const string Audio = ":sound";

    /// <summary>A window that a newer one overtook before the network was free.</summary>
    public const string ModelBusy = "model-busy";

    /// <summary>A frame that a newer one pushed out before it could be resized.</summary>
    public const string CaptureOverflow = "capture-overflow";

    /// <summary>A frame whose map did not come in time.</summary>
    public const string MapLate = "map-late";

    /// <summary>A frame that had piled up before a connection to its source was read, and that newer ones followed at once.</summary>
    public const string Backlog = "backlog";

    /// <summary>A frame that came too late, and that newer ones followed at once.</summary>
    public const string Behind = "behind";

    /// <summary>A frame that still waited for its map when the run was interrupted.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>A sample that was no number, or beyond any scale.</summary>
    public const string InvalidSample = "invalid-sample";

    /// <summary>A result that a sink was too slow for.</summary>
    public static string SinkSlow(string sink) => $"{Slow}:{sink}";

    /// <summary>A piece of audio that a recording sink was too slow for.</summary>
    public static string SinkSlowForAudio(string sink) => $"{Slow}:{sink}{Audio}";

    /// <summary>The stage that left a frame out, and why, with the sink's name in the stage; null of what is no frame.</summary>
    internal static (string Stage, string Reason)? OfFrame(string reason) => reason switch
    {
        CaptureOverflow => ("capture", reason),
        ModelBusy => ("network", reason),
        MapLate or Interrupted => ("publish", reason),
        Backlog or Behind => ("source", reason),
        InvalidSample => null,
        _ when reason.EndsWith(Audio, StringComparison.Ordinal) => null,
        _ when reason.StartsWith(Slow, StringComparison.Ordinal) => ($"sink:{reason[(Slow.Length + 1)..]}", Slow),
        _ => ("other", reason),
    };
}
