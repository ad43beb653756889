using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Hosting.Composition;

/// <summary>A whole configuration, settled: every stream that is to be watched, and the network that they share.</summary>
/// <param name="Config">What was asked for.</param>
/// <param name="Streams">The streams, each with a name of its own.</param>
public sealed record HostPlan(StavisConfig Config, IReadOnlyList<StreamPlan> Streams)
{
    /// <summary>Whether it is a list of sources rather than a single one.</summary>
    public bool IsList => Config.Sources.Count > 0;

    /// <summary>Checks and settles a configuration.</summary>
    /// <param name="config">What was asked for.</param>
    /// <param name="hardware">What there is to decode on; null where that was not asked for.</param>
    /// <exception cref="ConfigException">Everything that is wrong with it, by file, line and key.</exception>
    public static HostPlan Of(StavisConfig config, HardwareOffer? hardware = null)
    {
        IReadOnlyList<StreamPlan> streams = [.. config.Streams().Select(stream => StreamPlan.Of(config, stream))];
        IReadOnlyList<ConfigProblem> problems =
        [
            .. ConfigValidation.Problems(config),
            .. SharedFiles.Problems(config, streams),
            .. streams.SelectMany((stream, index) => stream.Problems(hardware).Select(config.PlaceOf(index))),
        ];
        // What this machine lacks is told once all that is asked for can be meant.
        if (problems.Count == 0) problems = [.. streams.SelectMany((stream, index) => OpenCvNeeds.Problems(stream).Select(config.PlaceOf(index)))];
        return problems.Count == 0 ? new HostPlan(config, streams) : throw new ConfigException(problems, config.Lines);
    }

    /// <summary>The same, after having looked for what there is to decode on, if that was asked for.</summary>
    /// <exception cref="ConfigException">Everything that is wrong with it.</exception>
    public static async Task<HostPlan> SettleAsync(StavisConfig config, CancellationToken cancellationToken)
    {
        var wanted = config.Streams().Select(stream => stream.Source.Hwaccel);
        return Of(config, await HardwareOffer.ForAsync(wanted, cancellationToken).ConfigureAwait(false));
    }
}
