using System.Globalization;
using StavisLive.Cluster.Contracts;

namespace StavisLive.Cli.Running;

/// <summary>A cluster's status for people: a line each for nodes and sources.</summary>
internal static class ClusterReport
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, WallStatus status)
    {
        WriteTable(output, ["node", "state", "streams", "load", "capacity", "labels"], status.Nodes.Select(node => (string[])
        [
            node.Name, node.State, Text(node.Streams), Text(node.Load), Text(node.Capacity), string.Join(' ', node.HasCuda ? node.Labels.Prepend("cuda") : node.Labels),
        ]));
        output.WriteLine();
        WriteTable(output, ["source", "node", "state", "maps/s", "epoch", ""], status.Sources.Select(source => (string[])
        [
            source.Name, source.Node ?? "-", source.State, Text(source.MapsPerSecond), Text(source.Epoch), source.Reason ?? "",
        ]));
    }

    private static void WriteTable(TextWriter output, string[] head, IEnumerable<string[]> rows)
    {
        List<string[]> all = [head, .. rows];
        int[] widths = [.. head.Select((_, column) => all.Max(row => row[column].Length))];
        foreach (var row in all) output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
