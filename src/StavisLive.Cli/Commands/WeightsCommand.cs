using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using StavisLive.Model.Checkpoints;

namespace StavisLive.Cli.Commands;

/// <summary><c>weights</c>: what is in a file of weights, and other formats for it.</summary>
internal static class WeightsCommand
{
    public static Command Build() => new("weights", "Inspect and convert files of weights") { BuildInspect(), BuildConvert() };

    private static Command BuildInspect()
    {
        var file = new Argument<string>("FILE") { Description = ".safetensors or .pth" };
        var json = new Option<bool>("--json") { Description = "Answer as JSON" };
        var command = new Command("inspect", "Tell what a file holds: variant, keys, shapes, parameters") { file, json };
        command.SetAction(parsed =>
        {
            var summary = WeightsFile.Inspect(parsed.GetRequiredValue(file));
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(AsJson(summary), JsonSerializerOptions.Web));
            else Show(summary);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command BuildConvert()
    {
        var input = new Argument<string>("IN") { Description = ".pth or .safetensors" };
        var output = new Argument<string>("OUT") { Description = ".safetensors" };
        var half = new Option<bool>("--half") { Description = "Half precision: half the size" };
        var command = new Command("convert", "Write weights as .safetensors; a network's variant is stored with them") { input, output, half };
        command.SetAction(parsed =>
        {
            var target = parsed.GetRequiredValue(output);
            Console.Out.WriteLine(WeightsFile.Convert(parsed.GetRequiredValue(input), target, parsed.GetValue(half)));
            return ExitCode.Done;
        });
        return command;
    }

    private static object AsJson(WeightsSummary summary) => new
    {
        summary.Format,
        summary.Variant,
        summary.VariantSource,
        summary.ParameterCount,
        summary.Metadata,
        Tensors = summary.Tensors.Select(tensor => new { tensor.Key, tensor.DataType, tensor.Shape }),
    };

    private static void Show(WeightsSummary summary)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("key", "dtype", "shape");
        foreach (var tensor in summary.Tensors)
            table.AddRow(Markup.Escape(tensor.Key), tensor.DataType, Markup.Escape($"[{string.Join(", ", tensor.Shape)}]"));
        AnsiConsole.Write(table);
        foreach (var (key, value) in summary.Metadata) Console.Out.WriteLine($"{key}: {value}");
        Console.Out.WriteLine($"format: {summary.Format}");
        Console.Out.WriteLine($"variant: {summary.Variant?.Describe() ?? "unknown"} ({summary.VariantSource})");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"parameters: {summary.ParameterCount:N0}"));
    }
}
