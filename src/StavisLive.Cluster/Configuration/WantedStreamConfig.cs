using System.Text;
using StavisLive.Cluster.Contracts;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Core.Inference;
using StavisLive.Server.Sources;

namespace StavisLive.Cluster.Configuration;

/// <summary>The configurations of wanted streams, as the wall keeps them: one each, with its secrets named.</summary>
internal static class WantedStreamConfig
{
    /// <summary>The streams that a configuration wants.</summary>
    /// <param name="config">Read with its secrets named.</param>
    /// <exception cref="ConfigException">Everything that is wrong with it.</exception>
    public static IReadOnlyList<WantedStream> Write(StavisConfig config)
    {
        var streams = config.Streams();
        IReadOnlyList<ConfigProblem> problems =
        [
            .. ConfigValidation.Problems(config with { Source = new(), Sources = [.. streams.Select(NamedSecrets.WithSamples)] }),
            .. streams.SelectMany((stream, index) => NamedSecrets.Clear(stream).Concat(PlaceProblems(stream)).Select(config.PlaceOf(index))),
            .. SameIds(config, streams),
        ];
        return problems.Count == 0 ? [.. streams.Select(Wanted)] : throw new ConfigException(problems, config.Lines);
    }

    /// <summary>A wanted stream's configuration, with its secrets named.</summary>
    /// <exception cref="ConfigException">It is a later version's.</exception>
    public static StreamConfig Read(WantedStream stream) => ConfigFile.ParseNamed(stream.Name, Encoding.UTF8.GetBytes(stream.Config)).Streams()[0];

    private static WantedStream Wanted(StreamConfig stream)
    {
        // Nobody sits at a node.
        var shown = stream with { Outputs = stream.Outputs with { Display = false } };
        return new WantedStream
        {
            Name = stream.Name!,
            Config = ConfigFile.Format(new StavisConfig { Sources = [shown] }),
            OnCuda = stream.Placement.Device switch { ComputeDeviceKind.Cuda => true, ComputeDeviceKind.Cpu => false, _ => null },
            Nodes = [.. stream.Placement.Nodes],
            Labels = [.. stream.Placement.Labels],
            Kind = stream.Source.Kind,
        };
    }

    private static IEnumerable<ConfigProblem> PlaceProblems(StreamConfig stream)
    {
        if (stream.Outputs.Display == true)
            yield return new("outputs.display", "true", "`outputs.display` opens a window, and nobody sits at the nodes of a cluster: leave it out.");
        // A camera or a file is that of a machine.
        if (stream.Source.Camera is not null && stream.Placement.Nodes.Count == 0)
            yield return new("placement.nodes", null, "A camera hangs on one machine: name the node in placement.nodes.");
        if (stream.Source.Mic is not (null or "none") && stream.Placement.Nodes.Count == 0)
            yield return new("placement.nodes", null, "A microphone hangs on one machine: name the node in placement.nodes.");
    }

    private static IEnumerable<ConfigProblem> SameIds(StavisConfig config, IReadOnlyList<StreamConfig> streams) =>
        from same in streams.Select((stream, index) => (stream.Name, Index: index)).GroupBy(stream => SourceId.Of(stream.Name!))
        from later in same.Skip(1)
        where !string.Equals(later.Name, same.First().Name, StringComparison.OrdinalIgnoreCase)
        select config.PlaceOf(later.Index)(new ConfigProblem("name", later.Name,
            $"\"{later.Name}\" and \"{same.First().Name}\" are called the same in addresses, \"{same.Key}\"; give one another name."));
}
