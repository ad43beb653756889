using System.Text.Json.Nodes;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Training.Configuration;

namespace StavisLive.Training.Trainer;

/// <summary>Holds a configuration to what a checkpoint was made with.</summary>
internal static class ChangedSettings
{
    // Of the stage under way: what its files are called by, what has its say when it begins, and what the optimiser remembers it by.
    private static readonly string[] Settled = ["name", "from", "frames", "audiovisual", "forgetTime", "fusionFromVisual", "optimizer.kind"];

    // Of a stage that has nothing left to do: how long it was to be, and what is done with its weights behind it.
    private static readonly string[] Open = ["epochs", "patience", "blend"];

    // A rate at which a part stays as it is.
    private const string Nothing = "0";

    /// <summary>The keys of what is different and may be: from here on it holds.</summary>
    /// <param name="config">What is wanted.</param>
    /// <param name="state">Where the training stands.</param>
    /// <exception cref="ConfigException">Weights made so would not be what the configuration says; every such key is named.</exception>
    public static IReadOnlyList<string> Check(TrainingConfig config, TrainingState state)
    {
        if (state.Settings is not { } settings) return [];
        var changes = Between(Tree(settings), Tree(TrainingSettings.Of(config, state.Stage)), "").ToList();
        var hasRunOut = state.Stage < config.Stages.Count && HasRunOut(state, config.Stages[state.Stage]);
        var refused = changes.Where(change => IsSettled(change, $"stages[{state.Stage}].", hasRunOut)).ToList();
        if (refused.Count == 0) return [.. changes.Select(change => change.Key)];
        throw new ConfigException([.. refused.Select(change => new ConfigProblem(
            change.Key, change.Now,
            $"`{change.Key}` is {change.Now}, but the training in {config.Output} has been run with {change.Before}: "
            + "set it back to continue, or give another `output` to begin anew."))]);
    }

    // The next one may not have begun yet: there is no checkpoint between them. With more epochs it goes on.
    private static bool HasRunOut(TrainingState state, StageConfig stage) =>
        state.Epochs is [.., var last] && last.Stage == stage.Name && last.Steps == state.Step
        && (last.Epoch >= stage.Epochs || (stage.Patience > 0 && state.SinceBest >= stage.Patience));

    private static bool IsSettled(Change change, string underWay, bool hasRunOut)
    {
        if (!change.Key.StartsWith(underWay, StringComparison.Ordinal)) return !change.Key.StartsWith("init.", StringComparison.Ordinal);
        var key = change.Key[underWay.Length..];
        if (hasRunOut) return !Open.Contains(key);
        // A part that begins or ends to learn has nothing remembered, or something that nobody asks for.
        return Settled.Contains(key)
            || (key.StartsWith("rates.", StringComparison.Ordinal) && (change.Before == Nothing || change.Now == Nothing));
    }

    private static JsonNode Tree(TrainingSettings settings) => JsonNode.Parse(ConfigFile.Format(settings))!;

    private static IEnumerable<Change> Between(JsonNode? before, JsonNode? now, string key) => (before, now) switch
    {
        (JsonObject first, JsonObject second) => first.SelectMany(
            entry => Between(entry.Value, second[entry.Key], key.Length == 0 ? entry.Key : $"{key}.{entry.Key}")),
        // Stages left out at the end leave the others what they are.
        (JsonArray first, JsonArray second) when key == "stages" => first.Zip(second).SelectMany(
            (pair, index) => Between(pair.First, pair.Second, $"{key}[{index}]")),
        _ when JsonNode.DeepEquals(before, now) => [],
        _ => [new Change(key, Text(before), Text(now))],
    };

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "not set";

    private readonly record struct Change(string Key, string Before, string Now);
}
