using System.CommandLine;
using System.Text.Json;
using StavisLive.Cli.CommandLine;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Sinks.Metrics;
using StavisLive.Testing;

namespace StavisLive.Cli.Tests.CommandLine;

/// <summary>What the guide to the command line tells.</summary>
public sealed class CommandLineGuideTests : IDisposable
{
    private static readonly string Guide = File.ReadAllText(Path.Combine("TestData", "guides", "command-line.md"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guide-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Guide_Metrics_HasTheFieldsOfEveryLine()
    {
        var file = Path.Combine(_folder.FullName, "m.jsonl");
        await using (var sink = new MetricsSink(file, epoch: 1))
        {
            using var result = TestResults.Make(0, [0.5f]);
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            await sink.WriteAsync(result, CancellationToken.None);
            await sink.WriteAsync(new SourceStateChange(SourceState.Ended, null, DateTimeOffset.UnixEpoch, 1), CancellationToken.None);
            await sink.WriteAsync(new AudioChange(AudioState.Silent, null, DateTimeOffset.UnixEpoch), CancellationToken.None);
            await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
        }
        var section = Guide[Guide.IndexOf("\n## Metrics\n", StringComparison.Ordinal)..Guide.IndexOf("\n## Commands\n", StringComparison.Ordinal)];

        Assert.All(File.ReadLines(file), line => Assert.All(FieldsOf(JsonElement.Parse(line)), field => Assert.Contains($"`{field}`", section)));
    }

    [Fact]
    public void Guide_Colormaps_AreThoseOfTheHelp()
    {
        var command = new RootCommand();
        new RunOptions().AddTo(command);
        var help = command.Options.Single(option => option.Name == "--colormap").Description!;

        Assert.All(help[(help.IndexOf(':') + 1)..].Split(','), name => Assert.Contains($"`{name.Trim()}`", Guide));
    }

    // Of a line itself, and of what it measures; reasons of skips are told elsewhere.
    private static IEnumerable<string> FieldsOf(JsonElement element) => element.ValueKind != JsonValueKind.Object
        ? []
        : element.EnumerateObject().SelectMany(property => (string[])[property.Name, .. property.Name == "skips" ? [] : FieldsOf(property.Value)]);
}
