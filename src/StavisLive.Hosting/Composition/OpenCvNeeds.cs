using StavisLive.Core.Configuration;
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
        var (source, outputs) = (plan.Config.Source, plan.Config.Outputs);
        if (source.Camera is not null) yield return "source.camera";
        if (plan.IsStills || plan.IsRecording) yield return "source.input";
        if (outputs.Overlay is not null) yield return "outputs.overlay";
        if (outputs.Maps is { } maps && !plan.IsStills && !Path.GetExtension(maps).Equals(".npy", StringComparison.OrdinalIgnoreCase)) yield return "outputs.maps";
        if (outputs is { Restream: not null, RestreamContent: RestreamContent.Overlay }) yield return "outputs.restream";
        if (outputs.Recorder.Folder is not null) yield return "outputs.recorder.folder";
        if (plan.Display) yield return "outputs.display";
    }
}
