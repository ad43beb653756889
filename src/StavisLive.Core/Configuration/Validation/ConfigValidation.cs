using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Publishing;

namespace StavisLive.Core.Configuration.Validation;

/// <summary>Checks what a run was told as a whole, before anything is opened.</summary>
public static class ConfigValidation
{
    // Far beyond what a machine has; a mistyped number must not start a million threads.
    private const int MostThreads = 1024;

    // A millisecond, and some thirty years.
    private const double ShortestRun = 0.001;
    private const double LongestRun = 1_000_000_000;

    /// <summary>Passes if the configuration can be run.</summary>
    /// <exception cref="ConfigException">Lists everything that is wrong, by file, line and key.</exception>
    public static void Check(StavisConfig config)
    {
        IReadOnlyList<ConfigProblem> problems = [.. Problems(config)];
        if (problems.Count > 0) throw new ConfigException(problems, config.Lines);
    }

    /// <summary>Everything that is wrong.</summary>
    public static IEnumerable<ConfigProblem> Problems(StavisConfig config) => StreamListValidation.Problems(config).Concat(CommonProblems(config));

    /// <summary>Everything that is wrong with the configuration of a node of a cluster, which is given its sources by that.</summary>
    public static IEnumerable<ConfigProblem> NodeProblems(StavisConfig config)
    {
        if (config.Sources.Count > 0 || config.Source.Given > 0)
            yield return new("sources", null, "A node watches what its cluster gives it: sources belong into the file for stavis-live cluster apply.");
        foreach (var problem in CommonProblems(config)) yield return problem;
    }

    /// <summary>What is wrong with the choice of network, whatever it is to watch.</summary>
    public static IEnumerable<ConfigProblem> ModelProblems(ModelConfig model)
    {
        if (model.Weights is "") yield return new("model.weights", "", "`model.weights` must be a path, or left out; it is empty.");
        if (model.Threads is <= 0 or > MostThreads)
            yield return ConfigProblem.Of("model.threads", model.Threads, $"`model.threads` must be 1 to {MostThreads}, not {model.Threads}.");
    }

    private static IEnumerable<ConfigProblem> CommonProblems(StavisConfig config) => config.Misread
        .Concat(ModelProblems(config.Model))
        .Concat(EventProblems(config.Events))
        .Concat(ServeValidation.Problems(config.Serve))
        .Concat(PublishValidation.Problems(config.Publish))
        .Concat(ClusterValidation.Problems(config.Cluster))
        .Concat(RunProblems(config));

    private static IEnumerable<ConfigProblem> EventProblems(EventConfig events)
    {
        if (!(events.Settle is >= 0 and <= 60))
            yield return ConfigProblem.Of("events.settle", events.Settle, $"events.settle must be 0 to 60 seconds, not {events.Settle}.");
        // 112x112 cells have an entropy of at most 13.6 bits.
        if (events.SpreadBits is <= 0 or > 13.6 or double.NaN)
            yield return ConfigProblem.Of("events.spreadBits", events.SpreadBits, $"events.spreadBits must be more than 0 and at most 13.6, or null for never, not {events.SpreadBits}.");
    }

    private static IEnumerable<ConfigProblem> RunProblems(StavisConfig config)
    {
        var (duration, frames) = (config.Limits.Duration, config.Limits.MaxFrames);
        if (duration is <= 0 or double.NaN)
            yield return ConfigProblem.Of("limits.duration", duration, $"`limits.duration` must be more than 0 seconds, not {duration}.");
        if (duration is > 0 and (< ShortestRun or > LongestRun))
            yield return ConfigProblem.Of("limits.duration", duration, $"`limits.duration` must be {ShortestRun} to {LongestRun} seconds, or left out for no limit, not {duration}.");
        if (config.Log.File is "") yield return new("log.file", "", "`log.file` must be a path, or left out; it is empty.");
        if (config.Log.File is OutputConfig.StandardOutput)
            yield return new("log.file", config.Log.File, "`log.file` must be a path: only `outputs.metrics` and `outputs.qpMaps` go to standard output (-).");
        if (frames <= 0) yield return ConfigProblem.Of("limits.maxFrames", frames, $"`limits.maxFrames` must be at least 1, not {frames}.");
    }
}
