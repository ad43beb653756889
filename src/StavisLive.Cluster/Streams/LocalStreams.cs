using System.Collections.Concurrent;
using System.Text;
using StavisLive.Cluster.Contracts;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Diagnostics;
using StavisLive.Hosting;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;

namespace StavisLive.Cluster.Streams;

/// <summary>The cluster's streams on this node, run by its <see cref="StreamManager"/>.</summary>
/// <param name="manager">The streams; borrowed.</param>
/// <param name="node">The node's own configuration: its network, its server, what it publishes.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalStreams(StreamManager manager, StavisConfig node, TimeProvider time) : ILocalStreams
{
    private readonly ConcurrentDictionary<string, LocalStream> _streams = new();

    // One that has been stopped has not ended by itself, which the wall would take for its end.
    /// <inheritdoc />
    public IReadOnlyList<StreamReport> Reports() =>
        [.. from stream in _streams.Values let report = stream.Report() where !report.IsOver || !stream.IsStopped select report];

    /// <inheritdoc />
    public async Task<long?> GoOnAsync(string name, StreamOrder order)
    {
        if (!_streams.TryGetValue(name, out var stream) || stream.IsOver || stream.IsStopped) return null;
        if (stream.Version == order.Version) return stream.Epoch;
        try
        {
            var plan = await PlanAsync(name, order.Config, stream.Epoch).ConfigureAwait(false);
            if (!stream.Hosted.Plan.IsSameStream(plan)) return null;
            await manager.ChangeAsync(plan).ConfigureAwait(false);
        }
        catch (ConfigException)
        {
            // Beginning it tells what is wrong.
            return null;
        }
        stream.Version = order.Version;
        return stream.Epoch;
    }

    /// <inheritdoc />
    public async Task<string?> StartAsync(string name, StreamOrder order, long epoch)
    {
        try
        {
            var plan = await PlanAsync(name, order.Config, epoch).ConfigureAwait(false);
            await StopAsync(name).ConfigureAwait(false);
            _streams[name] = new LocalStream(manager.Start(plan), order.Version, epoch, time);
            return null;
        }
        catch (ConfigException e)
        {
            return SafeAddress.Redact(KeyText.Plain(string.Join(" ", e.Problems)));
        }
        catch (Exception e) when (e is InvalidOperationException || ExpectedFailure.Is(e))
        {
            return SafeAddress.Redact(KeyText.Plain(e.Message));
        }
    }

    /// <inheritdoc />
    public async Task StopAsync(string name)
    {
        if (!_streams.TryGetValue(name, out var stream)) return;
        stream.IsStopped = true;
        // Whatever else has that name by now is not the cluster's.
        if (manager.Find(name) == stream.Hosted) await manager.StopAsync(name).ConfigureAwait(false);
        else await stream.Hosted.Ended.ConfigureAwait(false);
        _streams.TryRemove(new KeyValuePair<string, LocalStream>(name, stream));
    }

    private async Task<StreamPlan> PlanAsync(string name, string text, long epoch)
    {
        var asked = ConfigFile.Parse($"the configuration of {name}", Encoding.UTF8.GetBytes(text));
        var config = asked with { Model = node.Model, Events = node.Events, Serve = node.Serve, Publish = node.Publish, Log = node.Log };
        var plan = await HostPlan.SettleAsync(config, CancellationToken.None).ConfigureAwait(false);
        return plan.Streams[0] with { Epoch = epoch };
    }
}
