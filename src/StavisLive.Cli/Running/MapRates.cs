using StavisLive.Core.Sessions;

namespace StavisLive.Cli.Running;

/// <summary>How many maps streams have a second: over the last ten to twenty seconds, or since they began. Not thread-safe.</summary>
internal sealed class MapRates
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // How far each was an interval ago, and before that.
    private readonly Dictionary<string, (Mark Before, Mark Last)> _marks = [];

    /// <summary>That of all streams together.</summary>
    public double Of(IReadOnlyList<SessionStatus> streams)
    {
        foreach (var gone in _marks.Keys.Except(streams.Select(stream => stream.Stream)).ToList()) _marks.Remove(gone);
        return streams.Sum(Of);
    }

    private double Of(SessionStatus stream)
    {
        var now = new Mark(stream.Elapsed, stream.MapsOut);
        var (before, last) = _marks.GetValueOrDefault(stream.Stream);
        // Another run of that name.
        if (now.At < last.At || now.Maps < last.Maps) (before, last) = (default, default);
        if (now.At - last.At >= Interval) (before, last) = (last, now);
        _marks[stream.Stream] = (before, last);
        return now.At > before.At ? (now.Maps - before.Maps) / (now.At - before.At).TotalSeconds : 0;
    }

    private readonly record struct Mark(TimeSpan At, long Maps);
}
