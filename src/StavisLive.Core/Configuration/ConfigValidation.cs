namespace StavisLive.Core.Configuration;

/// <summary>Checks what a run was told as a whole, before anything is opened.</summary>
public static class ConfigValidation
{
    // Far beyond what a machine has; a mistyped number must not start a million threads.
    private const int MostThreads = 1024;

    private static readonly string[] Precisions = ["auto", "fp32", "bf16", "fp16"];
    private static readonly string[] Levels = ["debug", "information", "warning", "error"];

    /// <summary>Passes if the configuration can be run.</summary>
    /// <exception cref="ConfigException">Lists everything that is wrong, named by file, line, option and key.</exception>
    public static void Check(StavisConfig config)
    {
        var problems = config.Lines.Describe(Problems(config));
        if (problems.Count > 0) throw new ConfigException(problems);
    }

    /// <summary>Passes if the network can be run so, whatever it is to watch.</summary>
    /// <exception cref="ConfigException">Lists everything that is wrong, named by option and key.</exception>
    public static void Check(ModelConfig model)
    {
        var problems = ModelProblems(model).Select(problem => problem.Text).ToList();
        if (problems.Count > 0) throw new ConfigException(problems);
    }

    /// <summary>Everything that is wrong.</summary>
    public static IEnumerable<ConfigProblem> Problems(StavisConfig config) => StreamListValidation.Problems(config)
        .Concat(ModelProblems(config.Model))
        .Concat(RunProblems(config));

    /// <summary>What is wrong with the choice of network.</summary>
    public static IEnumerable<ConfigProblem> ModelProblems(ModelConfig model)
    {
        if (!IsDevice(model.Device)) yield return new("model.device", $"--device (model.device) is auto, cpu, cuda or cuda:N, not \"{model.Device}\".");
        if (!Precisions.Contains(model.Precision))
            yield return new("model.precision", $"--precision (model.precision) is {string.Join(", ", Precisions)}, not \"{model.Precision}\".");
        if (model.Threads is <= 0 or > MostThreads)
            yield return new("model.threads", $"--threads (model.threads) must be 1 to {MostThreads}, not {model.Threads}.");
    }

    private static IEnumerable<ConfigProblem> RunProblems(StavisConfig config)
    {
        if (config.Limits.Duration is <= 0 or double.NaN)
            yield return new("limits.duration", $"--duration (limits.duration) must be more than 0 seconds, not {config.Limits.Duration}.");
        if (config.Limits.MaxFrames <= 0)
            yield return new("limits.maxFrames", $"--max-frames (limits.maxFrames) must be at least 1, not {config.Limits.MaxFrames}.");
        if (!Levels.Contains(config.Log.Level))
            yield return new("log.level", $"log.level is one of {string.Join(", ", Levels)}, not \"{config.Log.Level}\".");
    }

    private static bool IsDevice(string device) =>
        device is "auto" or "cpu" or "cuda"
        || (device.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(device.AsSpan(5), out var number) && number >= 0);
}
