using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Media;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Control;

/// <summary>What operators change: which sources there are, whether they run, and their zones and masks. One change at a time.</summary>
/// <param name="manager">The streams; borrowed.</param>
/// <param name="catalog">The sources; borrowed.</param>
/// <param name="file">The configuration file that changes are saved to.</param>
/// <param name="log">Told what is changed, and by whom.</param>
internal sealed partial class SourceControl(StreamManager manager, SourceCatalog catalog, SavedConfig file, ILogger<SourceControl> log) : IDisposable
{
    // More than any machine here can watch; a program gone wild must not fill it.
    private const int MostSources = 256;
    private const int MostAreas = 64;
    private const int MostCorners = 64;

    private readonly SemaphoreSlim _changing = new(1);

    // A paused source keeps the program alive, as a stream does.
    private readonly ConcurrentDictionary<WatchedSource, IDisposable> _expected = new();

    /// <summary>Whether there is a file that changes can be saved to.</summary>
    public bool CanSave => file.IsThere;

    /// <summary>Adds a source, and begins to watch it.</summary>
    /// <exception cref="ControlException">It cannot be watched so.</exception>
    public Task<WatchedSource> AddAsync(NewSource source, string caller, CancellationToken cancellationToken) => ChangeAsync(() =>
    {
        if (manager.Streams.Count >= MostSources) throw new ControlException($"There are {MostSources} sources already.", RefusalKind.NotNow);
        var plan = HostPlan.Of(new StavisConfig { Sources = [source.ToConfig()] }).Streams[0];
        HostedStream stream;
        try
        {
            stream = manager.Start(plan);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            throw new ControlException($"There is a source with the name \"{source.Name}\" already; choose another name.", RefusalKind.Taken);
        }
        LogAdded(log, stream.Name, caller);
        return Task.FromResult(catalog.MonitorOf(stream.Name));
    }, cancellationToken);

    /// <summary>Ends a source, and forgets it.</summary>
    public Task RemoveAsync(WatchedSource source, string caller, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        // Of what is paused no stream is left.
        if (manager.Find(source.Name) is not null) await manager.StopAsync(source.Name).ConfigureAwait(false);
        source.PausedPlan = null;
        if (_expected.TryRemove(source, out var expected)) expected.Dispose();
        LogRemoved(log, source.Name, caller);
        return true;
    }, cancellationToken);

    /// <summary>Ends a source's stream, and keeps the source. Without effect where it is paused already.</summary>
    public Task PauseAsync(WatchedSource source, string caller, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        if (source.IsPaused || manager.Find(source.Name) is not { } stream) return false;
        _expected.GetOrAdd(source, _ => manager.ExpectStreams());
        source.PausedPlan = stream.Plan;
        await manager.StopAsync(source.Name).ConfigureAwait(false);
        LogPaused(log, source.Name, caller);
        return true;
    }, cancellationToken);

    /// <summary>Watches a paused source again, or one that has ended. Without effect where it runs.</summary>
    public Task ResumeAsync(WatchedSource source, string caller, CancellationToken cancellationToken) => ChangeAsync(() =>
    {
        if (source.Plan is not { } plan || (manager.Find(source.Name) is { } stream && !stream.Ended.IsCompleted)) return Task.FromResult(false);
        manager.Start(plan);
        source.PausedPlan = null;
        if (_expected.TryRemove(source, out var expected)) expected.Dispose();
        LogResumed(log, source.Name, caller);
        return Task.FromResult(true);
    }, cancellationToken);

    /// <summary>Has a source's flight recorder write what it remembers.</summary>
    /// <exception cref="ControlException">It has none, or not now.</exception>
    public void Record(WatchedSource source, string caller)
    {
        if (manager.Find(source.Name) is not { } stream || !stream.TriggerRecording("operator"))
            throw new ControlException($"\"{source.Id}\" has no flight recorder at work; `outputs.recorder.folder` of its configuration gives it one.", RefusalKind.NotNow);
        LogRecorded(log, source.Name, caller);
    }

    /// <summary>Gives a source other zones; its stream goes on.</summary>
    /// <returns>Whether they are saved, too.</returns>
    /// <exception cref="ControlException">They cannot be meant.</exception>
    public Task<bool> SetZonesAsync(WatchedSource source, IReadOnlyList<ZoneConfig> zones, string caller, CancellationToken cancellationToken)
    {
        if (zones.Count > MostAreas || zones.Any(zone => zone.Corners.Count > MostCorners)) throw TooMany();
        IReadOnlyList<ZoneConfig> rounded = [.. zones.Select(zone => zone with { Corners = Rounded(zone.Corners) })];
        return ReplaceAsync(source, config => config with { Zones = [.. rounded] }, () => file.SaveZonesAsync(source.Name, rounded, cancellationToken), caller, cancellationToken);
    }

    /// <summary>Hides other parts of a source's frames; its stream begins anew, so that no frame shows what is to be hidden.</summary>
    /// <returns>Whether they are saved, too.</returns>
    /// <exception cref="ControlException">They cannot be meant.</exception>
    public Task<bool> SetMasksAsync(WatchedSource source, IReadOnlyList<IReadOnlyList<FramePoint>> masks, string caller, CancellationToken cancellationToken)
    {
        if (masks.Count > MostAreas || masks.Any(mask => mask.Count > MostCorners)) throw TooMany();
        IReadOnlyList<FrameMask> polygons = [.. masks.Select(mask => new FrameMask { Polygon = Rounded(mask) })];
        if (polygons.FirstOrDefault(mask => mask.Polygon.Count == 0) is not null) throw new ControlException("A mask has three corners or more.");
        return ReplaceAsync(source, config => config with { Masks = [.. polygons] }, () => file.SaveMasksAsync(source.Name, polygons, cancellationToken), caller, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var expected in _expected.Values) expected.Dispose();
        _changing.Dispose();
    }

    // Finer than a pixel of any camera, and short to read in a file.
    private static ValueList<FramePoint> Rounded(IEnumerable<FramePoint> corners) => [.. corners.Select(corner => new FramePoint(Math.Round(corner.X, 4), Math.Round(corner.Y, 4)))];

    private static ControlException TooMany() => new($"There may be {MostAreas} of them, with {MostCorners} corners each.");

    private Task<bool> ReplaceAsync(
        WatchedSource source, Func<SourceConfig, SourceConfig> change, Func<Task<bool>> save, string caller, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        if (source.Plan is not { } plan) throw new ControlException($"\"{source.Id}\" has not begun yet.", RefusalKind.NotNow);
        var changed = plan with { Config = plan.Config with { Source = change(plan.Config.Source) } };
        Check(ConfigValidation.Problems(changed.Config));
        var isSaved = await save().ConfigureAwait(false);
        if (source.IsPaused) source.PausedPlan = changed;
        else await manager.ChangeAsync(changed).ConfigureAwait(false);
        LogChanged(log, source.Name, caller);
        return isSaved;
    }, cancellationToken);

    private async Task<T> ChangeAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await change().ConfigureAwait(false);
        }
        catch (ConfigException e)
        {
            throw new ControlException(KeyText.Plain(string.Join(" ", e.Problems)));
        }
        catch (ObjectDisposedException)
        {
            throw new ControlException("The program is ending.", RefusalKind.NotNow);
        }
        finally
        {
            _changing.Release();
        }
    }

    private static void Check(IEnumerable<ConfigProblem> problems)
    {
        IReadOnlyList<ConfigProblem> found = [.. problems];
        if (found.Count > 0) throw new ConfigException(found);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller} has added {Source}")]
    private static partial void LogAdded(ILogger log, string source, string caller);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller} has removed {Source}")]
    private static partial void LogRemoved(ILogger log, string source, string caller);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller} has paused {Source}")]
    private static partial void LogPaused(ILogger log, string source, string caller);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller} has resumed {Source}")]
    private static partial void LogResumed(ILogger log, string source, string caller);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller} has {Source} recorded")]
    private static partial void LogRecorded(ILogger log, string source, string caller);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller} has changed the zones or masks of {Source}")]
    private static partial void LogChanged(ILogger log, string source, string caller);
}
