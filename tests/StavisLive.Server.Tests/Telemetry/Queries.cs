using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace StavisLive.Server.Tests.Telemetry;

/// <summary>The questions that the dashboard and the alerts ask, and what series and labels they speak of.</summary>
internal static partial class Queries
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "configs");

    public static string Alerts => Path.Combine(Folder, "prometheus", "alerts.yml");

    public static JsonNode Dashboard => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "grafana", "stavis-live.json")))!;

    public static IEnumerable<string> OfDashboard() => Find(Dashboard["panels"]).Append((string)Dashboard["templating"]!["list"]![1]!["query"]!["query"]!);

    public static IEnumerable<string> OfAlerts() =>
        File.ReadLines(Alerts).Select(line => Expression().Match(line)).Where(match => match.Success).Select(match => match.Groups["query"].Value);

    /// <summary>Each series that a query speaks of, with the labels that are asked for in its braces.</summary>
    public static IEnumerable<(string Name, string[] Labels)> SeriesOf(string query) => Series().Matches(query).Select(match =>
        (match.Groups["name"].Value, Matcher().Matches(match.Groups["labels"].Value).Select(label => label.Groups["label"].Value).ToArray()));

    /// <summary>The labels that a query groups by.</summary>
    public static IEnumerable<string> GroupsOf(string query) =>
        Grouping().Matches(query).SelectMany(match => match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries)).Distinct();

    private static IEnumerable<string> Find(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "expr" ? [(string)member.Value!] : Find(member.Value)),
        JsonArray elements => elements.SelectMany(Find),
        _ => [],
    };

    [GeneratedRegex("^ +expr: (?<query>.+)$")]
    private static partial Regex Expression();

    // Whatever stands before braces or a range, and whatever has one of our prefixes.
    [GeneratedRegex("""\b(?<name>(?:stavis|dotnet|http|kestrel)_\w+|[a-zA-Z_:]\w*(?=\{|\[))(?:\{(?<labels>[^}]*)\})?""")]
    private static partial Regex Series();

    [GeneratedRegex("""(?<label>\w+)(?:=~|!=|!~|=)""")]
    private static partial Regex Matcher();

    [GeneratedRegex("""\bby \((?<labels>[^)]*)\)""")]
    private static partial Regex Grouping();
}
