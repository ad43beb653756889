using StavisLive.Cluster.Contracts;

namespace StavisLive.Cluster.Wall;

/// <summary>Streams that nodes could not run, and when they are tried again: after a pause that grows while they go on failing.</summary>
/// <param name="time">The clock.</param>
internal sealed class Mishaps(TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Mishap> _all = [];

    /// <summary>A node could not run a stream with that version of its configuration.</summary>
    public void Note(string stream, string node, long version, string reason)
    {
        var pause = Of(stream, version) is { } before ? before.Pause * 2 : WallTimes.Retry;
        _all[stream] = new Mishap(node, version, reason, time.GetUtcNow(), time.GetTimestamp(), pause < LongestPause ? pause : LongestPause);
    }

    /// <summary>It isn't wanted any more.</summary>
    public void Forget(string stream) => _all.Remove(stream);

    /// <summary>It runs, and has for so long: one that has outlasted its pause has got over it.</summary>
    public void NoteRun(string stream, TimeSpan length)
    {
        if (_all.TryGetValue(stream, out var mishap) && length > mishap.Pause) _all.Remove(stream);
    }

    /// <summary>Why a stream doesn't run, for people, and since when; null where that is not known to be a node's failure.</summary>
    public (string Reason, DateTimeOffset Since)? Find(string stream, long version) => Of(stream, version) is { } mishap ? (mishap.Reason, mishap.Since) : null;

    /// <summary>The node that failed last, which is tried last; null without.</summary>
    public string? NodeOf(string stream) => _all.GetValueOrDefault(stream)?.Node;

    /// <summary>Whether it is too early to try again. Another version is tried at once.</summary>
    public bool IsResting(string stream, long version) => Of(stream, version) is { } mishap && time.GetElapsedTime(mishap.NotedAt) < mishap.Pause;

    private Mishap? Of(string stream, long version) => _all.TryGetValue(stream, out var mishap) && mishap.Version == version ? mishap : null;

    private sealed record Mishap(string Node, long Version, string Reason, DateTimeOffset Since, long NotedAt, TimeSpan Pause);
}
