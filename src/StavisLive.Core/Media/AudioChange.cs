namespace StavisLive.Core.Media;

/// <summary>What became of a live stream's audio.</summary>
/// <param name="State">What it is from now on: present, silent or missing.</param>
/// <param name="Reason">Why, for people; null where the state says it all.</param>
/// <param name="At">When.</param>
public sealed record AudioChange(AudioState State, string? Reason, DateTimeOffset At)
{
    /// <summary>Name of the stream, where a session passes the change on.</summary>
    public string Stream { get; init; } = "";
}
