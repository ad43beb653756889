namespace StavisLive.Core.Sources;

/// <summary>A source's step into a state, or into the same one for another reason.</summary>
/// <param name="State">The state it is in from now on.</param>
/// <param name="Reason">Why, as a sentence for people without passwords; null where the state says it all.</param>
/// <param name="At">When.</param>
/// <param name="Connection">Which connection this is about, from 1; 0 before the first one stood.</param>
public sealed record SourceStateChange(SourceState State, string? Reason, DateTimeOffset At, int Connection)
{
    /// <summary>Name of the stream, where a session passes the change on.</summary>
    public string Stream { get; init; } = "";
}
