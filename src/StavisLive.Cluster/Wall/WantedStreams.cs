using StavisLive.Cluster.Contracts;
using StavisLive.Server.Sources;

namespace StavisLive.Cluster.Wall;

/// <summary>What is wanted, as people changed it last. Used from one grain only; its changes are written one after the other.</summary>
/// <param name="state">Where it is kept.</param>
internal sealed class WantedStreams(IPersistentState<WantedState> state)
{
    private readonly SemaphoreSlim _changing = new(1);

    /// <summary>Number of the newest change.</summary>
    public long Version => state.State.Version;

    /// <summary>How often the streams may have changed: also where a change was taken back because it could not be written.</summary>
    public long Changes { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count => state.State.Streams.Count;

    /// <summary>The streams.</summary>
    public IReadOnlyCollection<WantedStream> All => state.State.Streams.Values;

    /// <summary>The stream of a name; null where none of that name is wanted.</summary>
    public WantedStream? Find(string name) => state.State.Streams.GetValueOrDefault(name);

    /// <summary>Makes this all that is wanted. What stays as it was keeps its version, and paused streams stay paused.</summary>
    public Task<AppliedWall> ApplyAsync(IReadOnlyList<WantedStream> streams) => ChangeAsync((wanted, version) =>
    {
        var names = streams.Select(stream => stream.Name).ToHashSet();
        var removed = wanted.Keys.Where(name => !names.Contains(name)).ToList();
        foreach (var name in removed) wanted.Remove(name);
        var (added, changed) = (0, 0);
        foreach (var stream in streams)
        {
            if (!wanted.TryGetValue(stream.Name, out var before)) added++;
            else if (!IsSame(before, stream)) changed++;
            else continue;
            wanted[stream.Name] = Take(stream, before, version);
        }
        return new AppliedWall(version, added, changed, removed.Count, streams.Count - added - changed);
    });

    /// <summary>Adds a stream.</summary>
    /// <returns>False where there is one of that name, or one that is called the same in addresses.</returns>
    public Task<bool> AddAsync(WantedStream stream) => ChangeAsync((wanted, version) =>
    {
        var id = SourceId.Of(stream.Name);
        return !wanted.Keys.Any(name => SourceId.Of(name) == id) && wanted.TryAdd(stream.Name, stream with { Version = version });
    });

    /// <summary>Gives a stream another configuration.</summary>
    /// <param name="stream">It; its version is that of the one that it was made of, or 0: whichever there is.</param>
    /// <returns>False where there is none of that name and version.</returns>
    public Task<bool> ChangeAsync(WantedStream stream) =>
        ChangeOneAsync(stream.Name, (before, version) => stream.Version is 0 || stream.Version == before.Version ? Take(stream, before, version) : null);

    /// <summary>Pauses a stream, or resumes it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isPaused">Whether it is paused from now on.</param>
    /// <param name="now">The time.</param>
    /// <returns>False where there is none of that name.</returns>
    public Task<bool> PauseAsync(string name, bool isPaused, DateTimeOffset now) => ChangeOneAsync(name, (before, version) => before with
    {
        IsPaused = isPaused,
        PausedAt = !isPaused ? null : before.IsPaused ? before.PausedAt : now,
        // Who resumes what has ended by itself wants it to begin anew: it is another version then.
        Version = isPaused ? before.Version : version,
    });

    /// <summary>Removes a stream.</summary>
    /// <returns>False where there is none of that name.</returns>
    public Task<bool> RemoveAsync(string name) => ChangeAsync((wanted, _) => wanted.Remove(name));

    private Task<bool> ChangeOneAsync(string name, Func<WantedStream, long, WantedStream?> change) => ChangeAsync((wanted, version) =>
    {
        if (!wanted.TryGetValue(name, out var before) || change(before, version) is not { } changed) return false;
        wanted[name] = changed;
        return true;
    });

    // What is paused stays so.
    private static WantedStream Take(WantedStream stream, WantedStream? before, long version) =>
        stream with { Version = version, IsPaused = before?.IsPaused ?? false, PausedAt = before?.PausedAt };

    // Where it can't be written, everything stays as it was.
    private async Task<T> ChangeAsync<T>(Func<Dictionary<string, WantedStream>, long, T> change)
    {
        await _changing.WaitAsync();
        try
        {
            var (version, before) = (Version, new Dictionary<string, WantedStream>(state.State.Streams));
            try
            {
                state.State.Version = version + 1;
                var result = change(state.State.Streams, version + 1);
                await state.WriteStateAsync();
                return result;
            }
            catch
            {
                (state.State.Version, state.State.Streams) = (version, before);
                throw;
            }
        }
        finally
        {
            Changes++;
            _changing.Release();
        }
    }

    private static bool IsSame(WantedStream left, WantedStream right) =>
        left.Config == right.Config && left.OnCuda == right.OnCuda && left.Nodes.SequenceEqual(right.Nodes) && left.Labels.SequenceEqual(right.Labels);
}
