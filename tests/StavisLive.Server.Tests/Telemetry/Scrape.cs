using System.Globalization;
using System.Text.RegularExpressions;

namespace StavisLive.Server.Tests.Telemetry;

/// <summary>What one scrape tells, in Prometheus' text format.</summary>
internal sealed partial class Scrape
{
    private readonly List<(string Name, Dictionary<string, string> Labels, double Value)> _series = [];

    public Scrape(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var match = Line().Match(line);
            Assert.True(match.Success, line);
            var labels = Label().Matches(match.Groups["labels"].Value).ToDictionary(label => label.Groups["key"].Value, label => label.Groups["value"].Value);
            _series.Add((match.Groups["name"].Value, labels, Number(match.Groups["value"].Value)));
        }
    }

    public IReadOnlySet<string> Names => _series.Select(series => series.Name).ToHashSet();

    public IEnumerable<(Dictionary<string, string> Labels, double Value)> Of(string name) =>
        _series.Where(series => series.Name == name).Select(series => (series.Labels, series.Value));

    public double? Value(string name, params (string Key, string Value)[] labels)
    {
        var found = Of(name).Where(series => labels.All(label => series.Labels.GetValueOrDefault(label.Key) == label.Value)).ToList();
        return found.Count > 0 ? found.Sum(series => series.Value) : null;
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>[^ ]+)( \d+)?$""")]
    private static partial Regex Line();

    [GeneratedRegex("""(?<key>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(\\.|[^"\\])*)",?""")]
    private static partial Regex Label();
}
