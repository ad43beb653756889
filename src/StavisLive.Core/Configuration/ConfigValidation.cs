using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration;

/// <summary>Checks what a run was told as a whole, before anything is opened.</summary>
public static class ConfigValidation
{
    // Far beyond what a machine has; a mistyped number must not start a million threads.
    private const int MostThreads = 1024;

    private static readonly string[] Precisions = ["auto", "fp32", "bf16", "fp16"];
    private static readonly string[] Levels = ["debug", "information", "warning", "error"];

    /// <summary>Passes if the configuration can be run.</summary>
    /// <exception cref="ConfigException">Lists everything that is wrong, named by option and key.</exception>
    public static void Check(StavisConfig config)
    {
        var problems = SourceProblems(config.Source)
            .Concat(ModelProblems(config.Model))
            .Concat(RangeProblems(config))
            .Concat(RecorderProblems(config.Outputs.Recorder))
            .Concat(OutputProblems(config))
            .ToList();
        if (problems.Count > 0) throw new ConfigException(problems);
    }

    /// <summary>Passes if the network can be run so, whatever it is to watch.</summary>
    /// <exception cref="ConfigException">Lists everything that is wrong, named by option and key.</exception>
    public static void Check(ModelConfig model)
    {
        var problems = ModelProblems(model).ToList();
        if (problems.Count > 0) throw new ConfigException(problems);
    }

    private static IEnumerable<string> SourceProblems(SourceConfig source)
    {
        if (source.Given == 0) yield return "Nothing to watch: give one of --camera, --rtsp, --input or --synthetic (in a configuration: source.camera, ...).";
        if (source.Given > 1) yield return "More than one source given: choose one of --camera, --rtsp, --input and --synthetic.";
        if (source.Rtsp is { } address && !IsRtsp(address))
            yield return $"--rtsp expects an address such as rtsp://host:554/path, not \"{SafeAddress.Of(address)}\".";
        if (source.Loop && source.Input is null) yield return "--loop repeats a file, so it needs --input.";
        if (source.Realtime && source.Input is null && !source.Synthetic) yield return "--realtime paces a file (--input) or the built-in scene (--synthetic); cameras and streams are live by nature.";
        if (source.ConnectTimeout <= 0) yield return $"source.connectTimeout must be more than 0 seconds, not {source.ConnectTimeout}.";
        if (source.ReconnectAttempts < 0) yield return $"--reconnect-attempts (source.reconnectAttempts) must be 0 or more, or left out for no limit, not {source.ReconnectAttempts}.";
        if (source.MaxAge is < 0 or double.NaN) yield return $"source.maxAge must be 0 milliseconds or more, not {source.MaxAge}.";
        // Beyond that the sound would lie outside of what is kept of it.
        if (source.AvOffset is < -5000 or > 5000 or double.NaN) yield return $"--av-offset (source.avOffset) must be -5000 to 5000 milliseconds, not {source.AvOffset}.";
        if (source.Hwaccel != "none" && source.Input is null && source.Rtsp is null)
            yield return "--hwaccel (source.hwaccel) decodes files and streams, so it needs --input or --rtsp.";
        foreach (var mask in source.Masks.Where(mask => !mask.IsWithinFrame)) yield return $"--mask (source.masks) {OutsideFrame(mask)}";
        if (source.Region is { IsWithinFrame: false } region) yield return $"--region (source.region) {OutsideFrame(region)}";
        if (source.ReadTimeout <= 0) yield return $"source.readTimeout must be more than 0 seconds, not {source.ReadTimeout}.";
    }

    private static string OutsideFrame(FrameArea area) =>
        $"is X,Y,W,H in fractions of the frame (0 to 1) and lies within it, such as 0.5,0,0.5,0.25 for half of its upper quarter; {area} does not.";

    /// <summary>What is wrong with the choice of network, named by option and key.</summary>
    public static IEnumerable<string> ModelProblems(ModelConfig model)
    {
        if (!IsDevice(model.Device)) yield return $"--device (model.device) is auto, cpu, cuda or cuda:N, not \"{model.Device}\".";
        if (!Precisions.Contains(model.Precision)) yield return $"--precision (model.precision) is {string.Join(", ", Precisions)}, not \"{model.Precision}\".";
        if (model.Threads is <= 0 or > MostThreads) yield return $"--threads (model.threads) must be 1 to {MostThreads}, not {model.Threads}.";
    }

    private static IEnumerable<string> RangeProblems(StavisConfig config)
    {
        if (config.Window.Fps is < 10 or > 30 or double.NaN) yield return $"--window-fps (window.fps) must be 10 to 30, not {config.Window.Fps}: the network learned on 24 to 30.";
        if (config.Outputs.Opacity is < 0 or > 1 or double.NaN) yield return $"--opacity (outputs.opacity) must be 0 to 1, not {config.Outputs.Opacity}.";
        if (config.Limits.Duration is <= 0 or double.NaN) yield return $"--duration (limits.duration) must be more than 0 seconds, not {config.Limits.Duration}.";
        if (config.Limits.MaxFrames <= 0) yield return $"--max-frames (limits.maxFrames) must be at least 1, not {config.Limits.MaxFrames}.";
        if (!Levels.Contains(config.Log.Level)) yield return $"log.level is one of {string.Join(", ", Levels)}, not \"{config.Log.Level}\".";
    }

    private static IEnumerable<string> RecorderProblems(RecorderConfig recorder)
    {
        if (!(recorder.Seconds is > 0 and <= 600)) yield return $"outputs.recorder.seconds must be more than 0 and at most 600, not {recorder.Seconds}.";
        if (recorder.Megabytes < 1) yield return $"outputs.recorder.megabytes must be at least 1, not {recorder.Megabytes}.";
        if (recorder.Keep < 1) yield return $"outputs.recorder.keep must be at least 1, not {recorder.Keep}.";
        if (recorder.MaxCaptureToMap is <= 0 or double.NaN) yield return $"outputs.recorder.maxCaptureToMap must be more than 0 milliseconds, or null for no limit, not {recorder.MaxCaptureToMap}.";
        if (!(recorder.Pause is >= 0 and <= 86_400)) yield return $"outputs.recorder.pause must be 0 to 86400 seconds, not {recorder.Pause}.";
    }

    private static IEnumerable<string> OutputProblems(StavisConfig config)
    {
        var files = new[] { config.Source.Input, config.Outputs.Overlay, config.Outputs.Maps, config.Outputs.Metrics, config.Log.File }
            .OfType<string>()
            .Select(Path.GetFullPath);
        foreach (var clash in files.GroupBy(path => path).Where(group => group.Count() > 1))
            yield return $"{clash.Key} is given twice: every output needs a path of its own, and none may be the input.";
    }

    private static bool IsRtsp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "rtsp" or "rtsps" && uri.Host.Length > 0;

    private static bool IsDevice(string device) =>
        device is "auto" or "cpu" or "cuda"
        || (device.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(device.AsSpan(5), out var number) && number >= 0);
}
