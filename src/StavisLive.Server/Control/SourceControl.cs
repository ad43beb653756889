using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Core.Media;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Control;

/// <summary>Changes the sources of this machine, one change at a time.</summary>
/// <param name="manager">The streams; borrowed.</param>
/// <param name="catalog">The sources; borrowed.</param>
/// <param name="file">The configuration file that changes are saved to.</param>
/// <param name="log">Told what is changed, and by whom.</param>
internal sealed partial class SourceControl(StreamManager manager, SourceCatalog catalog, SavedConfig file, ILogger<SourceControl> log)
    : ISourceControl, IDisposable
{
    /// <summary>More than any machine here can watch; a program gone wild must not fill it.</summary>
    internal const int MostSources = 256;

    private readonly SemaphoreSlim _changing = new(1);

    // Who removes the last source may add another.
    private IDisposable? _staysOpen;

    /// <inheritdoc />
    public bool CanSave => file.CanSave;

    /// <inheritdoc />
    public Task<SourceReport> AddAsync(NewSource source, string caller, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        if (catalog.Sources.Count >= MostSources) throw new ControlException($"There are {MostSources} sources already.", RefusalKind.NotNow);
        if (catalog.Sources.Any(other => other.Name == source.Name && other.IsPaused)) throw Taken(source.Name);
        await source.CheckAsync().ConfigureAwait(false);
        var plan = HostPlan.Of(new StavisConfig { Sources = [source.ToConfig()] }).Streams[0];
        HostedStream stream;
        try
        {
            stream = manager.Start(plan);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            throw Taken(source.Name);
        }
        LogAdded(log, stream.Name, caller);
        return catalog.GetOrAdd(stream.Name).Report();
    }, cancellationToken);

    /// <inheritdoc />
    public Task RemoveAsync(string id, string caller, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        var source = Require(id);
        _staysOpen ??= manager.ExpectStreams();
        // A paused source has no stream, unless that still closes its outputs.
        if (manager.Find(source.Name) is not null) await manager.StopInTimeAsync(source.Name).ConfigureAwait(false);
        source.EndPause();
        LogRemoved(log, source.Name, caller);
        return true;
    }, cancellationToken);

    /// <inheritdoc />
    public Task PauseAsync(string id, string caller, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        var source = Require(id);
        if (source.IsPaused || manager.PlanOf(source.Name) is not { } plan) return false;
        RefuseWhereRemoved(source);
        // A paused source keeps the program alive, as a stream does.
        source.Pause(plan, manager.ExpectStreams());
        try
        {
            await manager.StopInTimeAsync(source.Name).ConfigureAwait(false);
        }
        catch (KeyNotFoundException)
        {
            // A configuration without it was applied at the same moment.
            source.EndPause();
            throw;
        }
        LogPaused(log, source.Name, caller);
        return true;
    }, cancellationToken);

    /// <inheritdoc />
    public Task ResumeAsync(string id, string caller, CancellationToken cancellationToken) => ChangeAsync(() =>
    {
        var source = Require(id);
        if (manager.Find(source.Name) is { Ended.IsCompleted: false } stream)
        {
            if (stream.State is StreamState.Stopping && (source.IsPaused || manager.IsClosing(source.Name))) throw Closing(source);
            return Task.FromResult(false);
        }
        if (source.Plan is not { } plan) return Task.FromResult(false);
        manager.Start(plan with { KeepsTrying = true });
        source.EndPause();
        LogResumed(log, source.Name, caller);
        return Task.FromResult(true);
    }, cancellationToken);

    /// <inheritdoc />
    public Task<bool> SetZonesAsync(string id, AreaChange<ZoneConfig> zones, string caller, CancellationToken cancellationToken) => ReplaceAsync(
        id, source => source with { Zones = [.. zones.Areas] }, source => zones.Check(AreaTag.Of(source.Zones), AreaTag.Of(zones.Areas)),
        name => file.SaveZonesAsync(name, zones.Areas, cancellationToken), caller, cancellationToken);

    /// <inheritdoc />
    public Task<bool> SetMasksAsync(string id, AreaChange<FrameMask> masks, string caller, CancellationToken cancellationToken) => ReplaceAsync(
        id, source => source with { Masks = [.. masks.Areas] }, source => masks.Check(AreaTag.Of(source.Masks), AreaTag.Of(masks.Areas)),
        name => file.SaveMasksAsync(name, masks.Areas, cancellationToken), caller, cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _staysOpen?.Dispose();
        _changing.Dispose();
    }

    private static ControlException Taken(string name) =>
        new($"There is a source with the name \"{name}\" already; choose another name.", RefusalKind.Taken);

    private static ControlException Closing(WatchedSource source) =>
        new($"\"{source.Id}\" has not closed its outputs yet: is a disk or a server of files gone? Try again later.", RefusalKind.NotNow);

    // It is listed until its outputs are closed, and nothing brings it back.
    private void RefuseWhereRemoved(WatchedSource source)
    {
        if (!source.IsPaused && manager.IsClosing(source.Name)) throw Closing(source);
    }

    private WatchedSource Require(string id) => catalog.Find(id) ?? throw new ControlException(Problems.UnknownSource(id), RefusalKind.Unknown);

    private Task<bool> ReplaceAsync(
        string id, Func<SourceConfig, SourceConfig> change, Action<SourceConfig> checkBase, Func<string, Task<bool>> save, string caller,
        CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        var source = Require(id);
        RefuseWhereRemoved(source);
        // What is paused may still close its outputs, and goes on with what it has been given since.
        if ((source.IsPaused ? source.Plan : manager.PlanOf(source.Name)) is not { } plan)
            throw new ControlException($"\"{source.Id}\" has not begun yet.", RefusalKind.NotNow);
        var changed = plan with { Config = plan.Config with { Source = change(plan.Config.Source) }, KeepsTrying = true };
        Check(ConfigValidation.Problems(changed.Config));
        checkBase(plan.Config.Source);
        var isSaved = await save(source.Name).ConfigureAwait(false);
        await manager.ChangeAsync(changed).ConfigureAwait(false);
        // Behind what a reload that was under way has told of it.
        source.ChangePaused(changed);
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
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new ControlException("The configuration has just been read again and changed that source; try again.", RefusalKind.NotNow);
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

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller} has changed the zones or masks of {Source}")]
    private static partial void LogChanged(ILogger log, string source, string caller);
}
