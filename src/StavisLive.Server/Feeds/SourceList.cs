using System.Text.Json;
using StavisLive.Server.Access;
using StavisLive.Server.Json;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds;

/// <summary>What is told of sources to those who look again and again: made once for all who look at about the same time. Thread-safe.</summary>
/// <param name="sources">The sources.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceList(FeedSources sources, TimeProvider time)
{
    /// <summary>How often it is looked for somebody.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    // They look at moments of their own: nobody is to see anything much later for it.
    private static readonly TimeSpan Lifetime = Interval / 2;

    private readonly Lock _lock = new();
    private AllReports? _all;
    private byte[]? _json;
    private long _madeAt;

    /// <summary>Everything that is told of the sources that the caller may see, on all machines.</summary>
    public IReadOnlyList<SourceReport> Reports(Caller caller)
    {
        lock (_lock) return All().For(caller);
    }

    /// <summary>The same as JSON, UTF-8. Nobody changes it.</summary>
    public byte[] Json(Caller caller)
    {
        if (caller.Sources.Count > 0) return Write(Reports(caller));
        lock (_lock)
        {
            var all = All();
            return _json ??= Write(all.For(caller));
        }
    }

    private static byte[] Write(IReadOnlyList<SourceReport> reports) => JsonSerializer.SerializeToUtf8Bytes(reports, ServerJson.Options);

    // Under the lock: who looks at the same time waits, and makes none of its own.
    private AllReports All()
    {
        if (_all is null || time.GetElapsedTime(_madeAt) >= Lifetime) (_all, _json, _madeAt) = (sources.AllReports(), null, time.GetTimestamp());
        return _all;
    }
}
