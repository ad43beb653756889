using StavisLive.Cluster.Contracts;

namespace StavisLive.Cluster.Streams;

/// <summary>Controls a stream that runs on this node. No frame goes through it.</summary>
/// <param name="kept">What is kept of its runs.</param>
/// <param name="streams">The streams of this node.</param>
/// <param name="silo">This node's run.</param>
[GrainType("stream")]
internal sealed class StreamControlGrain(
    [PersistentState("epoch", ClusterNames.Store)] IPersistentState<EpochState> kept, ILocalStreams streams, ILocalSiloDetails silo) : Grain, IStreamControl
{
    private string Name => this.GetPrimaryKeyString();

    /// <inheritdoc />
    public async Task<StreamStart> RunAsync(StreamOrder order)
    {
        if (order.Silo != silo.SiloAddress.ToParsableString())
        {
            // Where the order was for, which goes with it as a hint: who were only to end here would be called back here by those who
            // remember where it was.
            this.MigrateOnIdle();
            return new StreamStart(0, IsElsewhere: true);
        }
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        if (await streams.GoOnAsync(Name, order) is { } running) return new StreamStart(running);
        // Written before it runs: of two that begin it at once only one can, and no epoch is ever given twice.
        kept.State.Epoch++;
        await kept.WriteStateAsync();
        return new StreamStart(kept.State.Epoch, await streams.StartAsync(Name, order, kept.State.Epoch));
    }

    /// <inheritdoc />
    public async Task StopAsync()
    {
        await streams.StopAsync(Name);
        // It may be run again, here or elsewhere; if it isn't, it is forgotten in time.
        DelayDeactivation(TimeSpan.Zero);
    }

    /// <inheritdoc />
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => streams.StopAsync(Name);
}
