using System.Text.Json.Serialization;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration;

/// <summary>Everything one run can be told, as a configuration file holds it; every key has a default.</summary>
/// <remarks><c>configs/default.json</c> lists every key with its default; a test keeps both equal.</remarks>
public sealed record StavisConfig
{
    /// <summary>Where pictures and audio come from; with <see cref="Sources"/>, in a file alone, what these have in common.</summary>
    public SourceConfig Source { get; init; } = new();

    /// <summary>Many sources; none: the one of <see cref="Source"/>.</summary>
    public IReadOnlyList<StreamConfig> Sources { get; init; } = [];

    /// <summary>Which network runs, and on what.</summary>
    public ModelConfig Model { get; init; } = new();

    /// <summary>How the window lies in time; with <see cref="Sources"/> as <see cref="Source"/>.</summary>
    public WindowConfig Window { get; init; } = new();

    /// <summary>Where maps go; with <see cref="Sources"/> as <see cref="Source"/>.</summary>
    public OutputConfig Outputs { get; init; } = new();

    /// <summary>When something about attention is worth an event.</summary>
    public EventConfig Events { get; init; } = new();

    /// <summary>The web server.</summary>
    public ServeConfig Serve { get; init; } = new();

    /// <summary>Where maps and events go beside it.</summary>
    public PublishConfig Publish { get; init; } = new();

    /// <summary>This machine as a node of a cluster.</summary>
    public ClusterConfig Cluster { get; init; } = new();

    /// <summary>When a run ends by itself.</summary>
    public LimitConfig Limits { get; init; } = new();

    /// <summary>What is told, and where.</summary>
    public LogConfig Log { get; init; } = new();

    /// <summary>Where in its file each key stands.</summary>
    [JsonIgnore]
    public ConfigLines Lines { get; init; } = ConfigLines.None;

    /// <summary>
    /// Words that were given, in the file or over it, but that no setting knows: each setting has its default instead, and
    /// <see cref="ConfigValidation"/> tells of them with all else that is wrong.
    /// </summary>
    [JsonIgnore]
    public ValueList<ConfigProblem> Misread { get; init; } = [];

    /// <summary>Whether others than its own outputs follow the streams, live: through the server, or what is published beside it.</summary>
    [JsonIgnore]
    public bool IsWatchedByOthers => Serve.Address is not null || Publish.IsUsed;

    /// <summary>What is watched, each with its name, and its files named after it.</summary>
    public IReadOnlyList<StreamConfig> Streams() => Sources.Count > 0
        ? [.. Sources.Select(stream => Named(stream, stream.Name ?? StreamName.ShortOf(stream.Source)))]
        : [Named(new StreamConfig { Source = Source, Window = Window, Outputs = Outputs }, StreamName.Of(Source))];

    /// <summary>Moves a problem of one of <see cref="Streams"/> to its place among the keys.</summary>
    public Func<ConfigProblem, ConfigProblem> PlaceOf(int stream) => Sources.Count == 0
        ? problem => problem
        : problem => WithStream(problem with { Key = $"sources[{stream}].{problem.Key}" });

    /// <summary>A problem with the stream that it is about, if its key belongs to one of the list.</summary>
    internal ConfigProblem WithStream(ConfigProblem problem) =>
        problem.LocalKey != problem.Key && int.TryParse(problem.Key.AsSpan()["sources[".Length..problem.Key.IndexOf(']')], out var stream)
            ? problem with { Stream = $"sources[{stream}] ({Streams()[stream].Name})" }
            : problem;

    private static StreamConfig Named(StreamConfig stream, string name) => stream with { Name = name, Outputs = stream.Outputs.NamedAfter(name) };
}
