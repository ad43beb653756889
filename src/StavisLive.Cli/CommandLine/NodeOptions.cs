using System.CommandLine;
using System.Globalization;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Validation;
using static StavisLive.Cli.CommandLine.OptionKinds;

namespace StavisLive.Cli.CommandLine;

/// <summary>Options of a node. Each overrides the configuration's key of the same meaning.</summary>
internal sealed class NodeOptions
{
    private const string Measured = "auto";

    private readonly ClusterOptions _cluster = new();
    private readonly Option<string?> _config = new("--config") { HelpName = "FILE", Description = "The node's own configuration: its network, server, log; the options below override it" };
    private readonly KeyOption<string?> _name = Text("--name", "cluster.name", "NAME", "Name of the node (default: the machine's)");
    private readonly KeyOption<string?> _listen = Text("--listen", "cluster.listen", "[HOST:]PORT", "Where other nodes reach it, and commands one port further (default: the address towards Redis, any free port)");
    private readonly KeyOption<string[]> _labels = new("--label", "cluster.labels") { HelpName = "WORD", Description = "What sources may ask of a node, such as site=north; may be repeated" };
    private readonly KeyOption<string?> _capacity = Text("--capacity", "cluster.capacity", "auto|MAPS_PER_S", "Maps per second that it gives (default: measured once)");
    private readonly KeyOption<string?> _serve = Text("--serve", "serve.address", "[HOST:]PORT", "Dashboard and feeds, for all sources of the cluster");
    private readonly ModelOptions _model = new();
    private readonly KeyOption<string?> _log = Text("--log", "log.file", "FILE", "Log file, a new one each day");

    private IReadOnlyList<Option> All =>
        [_config, .. _cluster.All, _name, _listen, _labels, _capacity, _serve, .. _model.All, _log];

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All) command.Add(option);
    }

    /// <summary>The configuration file, if one is given.</summary>
    public string? FileOf(ParseResult parsed) => parsed.GetValue(_config);

    /// <summary>The configuration file, or the defaults, with everything given on the command line laid over it.</summary>
    /// <exception cref="ConfigException">The file cannot be read, or something in it cannot be meant for a node.</exception>
    public StavisConfig ToConfig(ParseResult parsed)
    {
        var file = FileOf(parsed) is { } path ? ConfigFile.Load(path) : new StavisConfig();
        var config = file with
        {
            Cluster = _cluster.Over(file.Cluster, parsed) with
            {
                Name = parsed.GetValue(_name) ?? file.Cluster.Name,
                Listen = parsed.GetValue(_listen) ?? file.Cluster.Listen,
                Labels = parsed.GetValue(_labels) is { Length: > 0 } labels ? [.. labels] : file.Cluster.Labels,
                Capacity = parsed.GetValue(_capacity) is { } capacity ? Capacity(capacity) : file.Cluster.Capacity,
            },
            Model = _model.Over(file.Model, parsed),
            Serve = ServeTokens.WithEnvironment(file.Serve with { Address = parsed.GetValue(_serve) ?? file.Serve.Address }),
            Log = file.Log with { File = parsed.GetValue(_log) ?? file.Log.File },
            Misread = [.. StillMisread(file, All, parsed), .. Misread(All, parsed)],
        };
        IReadOnlyList<ConfigProblem> problems = [.. ConfigValidation.NodeProblems(config)];
        return problems.Count == 0 ? config : throw new ConfigException(problems, config.Lines);
    }

    private static double? Capacity(string text)
    {
        if (text == Measured) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ConfigException($"--capacity expects {Measured} or a number of maps per second, not \"{text}\".");
    }
}
