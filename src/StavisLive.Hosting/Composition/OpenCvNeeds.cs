using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition.Outputs;
using StavisLive.Media.Diagnostics;

namespace StavisLive.Hosting.Composition;

/// <summary>Checks before anything begins that OpenCV is there for what only it can do.</summary>
internal static class OpenCvNeeds
{
    /// <summary>What is wrong: one problem, however many settings need it.</summary>
    public static IEnumerable<ConfigProblem> Problems(StreamPlan plan)
    {
        string[] keys = [.. Keys(plan)];
        // Where nothing needs it, it is not even loaded.
        if (keys.Length == 0 || OpenCv.Problem() is not { } problem) return [];
        return [new ConfigProblem(keys[0], null, $"{string.Join(", ", keys.Select(key => $"`{key}`"))} cannot be had here. {problem}")];
    }

    /// <summary>The settings of a plan that need it.</summary>
    internal static IEnumerable<string> Keys(StreamPlan plan)
    {
        if (plan.Config.Source.Camera is not null) yield return "source.camera";
        if (plan.IsStills || plan.IsRecording) yield return "source.input";
        foreach (var output in StreamOutputs.Of(plan).Where(output => output.NeedsOpenCv)) yield return output.Key;
        if (plan.Config.Outputs.Recorder.Folder is not null) yield return "outputs.recorder.folder";
    }
}
