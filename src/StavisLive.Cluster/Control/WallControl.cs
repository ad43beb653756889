using Microsoft.Extensions.Logging;
using StavisLive.Cluster.Configuration;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Sources;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Control;
using StavisLive.Server.Sources;

namespace StavisLive.Cluster.Control;

/// <summary>Changes the cluster's sources, from any node. What is changed is kept by the wall.</summary>
internal sealed partial class WallControl(IGrainFactory grains, ClusterSources sources, TimeProvider time, ILogger<WallControl> log) : ISourceControl
{
    private IWall Wall => grains.GetGrain<IWall>(IWall.Key);

    /// <inheritdoc />
    public bool CanSave => true;

    /// <inheritdoc />
    public async Task<SourceReport> AddAsync(NewSource source, string caller, CancellationToken cancellationToken)
    {
        if (source.Camera is not null || source.Mic is not (null or "none"))
            throw new ControlException("A camera or microphone hangs on one machine: name the node in placement.nodes of the configuration, and apply that.");
        var config = source.ToConfig();
        // A node looks up what an address names, in its files and its environment: only who writes the configuration may have it do so.
        if (source.Rtsp?.Contains("${", StringComparison.Ordinal) == true || NamedSecrets.Clear(config).Any())
        {
            throw new ControlException(
                "An address that is added here may neither hold a password nor name one (`${...}`): name it in the configuration, and apply that.");
        }
        var wanted = Checked(config);
        await CheckRoomAsync().ConfigureAwait(false);
        if (!await AskAsync(() => Wall.AddAsync(wanted)).ConfigureAwait(false)) throw Taken(source.Name);
        LogChanged(log, caller, "added", source.Name);
        return new SourceReport { Id = SourceId.Of(source.Name), Name = source.Name, Kind = wanted.Kind, State = "starting", Since = time.GetUtcNow(), Audio = "missing" };
    }

    /// <inheritdoc />
    public Task RemoveAsync(string id, string caller, CancellationToken cancellationToken) => ChangeAsync(id, caller, "removed", Wall.RemoveAsync);

    /// <inheritdoc />
    public Task PauseAsync(string id, string caller, CancellationToken cancellationToken) => ChangeAsync(id, caller, "paused", name => Wall.PauseAsync(name, isPaused: true));

    /// <inheritdoc />
    public Task ResumeAsync(string id, string caller, CancellationToken cancellationToken) => ChangeAsync(id, caller, "resumed", name => Wall.PauseAsync(name, isPaused: false));

    /// <inheritdoc />
    public Task<bool> SetZonesAsync(string id, AreaChange<ZoneConfig> zones, string caller, CancellationToken cancellationToken) => ReplaceAsync(
        id, caller, source => source with { Zones = [.. zones.Areas] }, source => zones.Check(AreaTag.Of(source.Zones), AreaTag.Of(zones.Areas)));

    /// <inheritdoc />
    public Task<bool> SetMasksAsync(string id, AreaChange<FrameMask> masks, string caller, CancellationToken cancellationToken) => ReplaceAsync(
        id, caller, source => source with { Masks = [.. masks.Areas] }, source => masks.Check(AreaTag.Of(source.Masks), AreaTag.Of(masks.Areas)));

    private async Task CheckRoomAsync()
    {
        var status = await AskAsync(Wall.StatusAsync).ConfigureAwait(false);
        // A wall that has just begun may not have heard of its nodes yet, but of this one there is one.
        if (status.Sources.Count >= SourceControl.MostSources * Math.Max(1, status.Nodes.Count))
            throw new ControlException($"There are {status.Sources.Count} sources already.", RefusalKind.NotNow);
    }

    private async Task ChangeAsync(string id, string caller, string what, Func<string, Task<bool>> change)
    {
        var name = NameOf(id);
        if (!await AskAsync(() => change(name)).ConfigureAwait(false)) throw Unknown(id);
        LogChanged(log, caller, what, name);
    }

    private async Task<bool> ReplaceAsync(string id, string caller, Func<SourceConfig, SourceConfig> change, Action<SourceConfig> checkBase)
    {
        var name = NameOf(id);
        bool isChanged;
        do
        {
            var before = await AskAsync(() => Wall.FindAsync(name)).ConfigureAwait(false) ?? throw Unknown(id);
            var stream = WantedStreamConfig.Read(before);
            var wanted = Checked(stream with { Source = change(stream.Source) }) with { Version = before.Version };
            checkBase(stream.Source);
            // Where another machine has changed it meanwhile, that change must not be lost.
            isChanged = await AskAsync(() => Wall.ChangeAsync(wanted)).ConfigureAwait(false);
        }
        while (!isChanged);
        LogChanged(log, caller, "changed the zones or masks of", name);
        return true;
    }

    private static WantedStream Checked(StreamConfig stream)
    {
        try
        {
            return WantedStreamConfig.Write(new StavisConfig { Sources = [stream] })[0];
        }
        catch (ConfigException e)
        {
            throw new ControlException(KeyText.Plain(string.Join(" ", e.Problems)));
        }
    }

    private ControlException Taken(string name)
    {
        var id = SourceId.Of(name);
        return new(
            sources.Find(id)?.Name is { } other && other != name
                ? $"\"{name}\" and \"{other}\" are called the same in addresses, \"{id}\"; choose another name."
                : $"There is a source with the name \"{name}\" already; choose another name.",
            RefusalKind.Taken);
    }

    private string NameOf(string id) => sources.Find(id)?.Name ?? throw Unknown(id);

    private static ControlException Unknown(string id) => new($"There is no source \"{id}\".", RefusalKind.Unknown);

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (Failure.IsOthers(e))
        {
            throw new ControlException("The cluster does not answer at the moment; try again.", RefusalKind.NotNow);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Caller} has {What:l} {Source}")]
    private static partial void LogChanged(ILogger log, string caller, string what, string source);
}
