using System.Text.RegularExpressions;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration.Validation;

/// <summary>Checks one source with its window and outputs.</summary>
internal static partial class StreamValidation
{
    private const string Fractions = "is X,Y,W,H in fractions of the frame (0 to 1) and lies within it, such as 0.5,0,0.5,0.25 for half of its upper quarter";

    // A day: a timer cannot wait for much longer than a month.
    private const double LongestTimeout = 86_400;

    // The same in milliseconds.
    private const double LongestWait = 1000 * LongestTimeout;

    /// <summary>Everything that is wrong, by key.</summary>
    public static IEnumerable<ConfigProblem> Problems(StreamConfig stream) =>
        SourceProblems(stream.Source)
        .Concat(WindowProblems(stream.Window))
        .Concat(OutputProblems(stream.Outputs))
        .Concat(FoveationValidation.Problems(stream.Outputs.Foveate))
        .Concat(GazeValidation.Problems(stream.Outputs))
        .Concat(RecorderProblems(stream.Outputs.Recorder))
        .Concat(ClusterValidation.Problems(stream.Placement));

    private static IEnumerable<ConfigProblem> SourceProblems(SourceConfig source)
    {
        if (source.Given == 0)
            yield return new("source", null, "Nothing to watch: give one of `source.camera`, `source.rtsp`, `source.input` or `source.synthetic`.");
        if (source.Given > 1)
            yield return new("source", Kinds(source), "More than one source given: choose one of `source.camera`, `source.rtsp`, `source.input` and `source.synthetic`.");
        if (source.Rtsp is { Length: > 0 } address && !IsRtsp(address))
            yield return new("source.rtsp", SafeAddress.Of(address), $"`source.rtsp` expects an address such as rtsp://host:554/path, not \"{SafeAddress.Of(address)}\".");
        if (source.Rtsp is { } unclear && AddressParts.Of(unclear).IsAmbiguous)
            yield return new("source.rtsp", SafeAddress.Of(unclear), $"`source.rtsp` can be read in two ways because of an @ behind a slash or a question mark: in user and password write / as %2F, ? as %3F and @ as %40; behind the host write @ as %40.");
        foreach (var (key, text) in new[] { ("camera", source.Camera), ("rtsp", source.Rtsp), ("input", source.Input), ("mic", source.Mic), ("hwaccel", source.Hwaccel) })
        {
            if (text is "") yield return new($"source.{key}", "", $"`source.{key}` is empty; give it a value or leave it out.");
        }
        foreach (var (key, text) in new[] { ("camera", source.Camera), ("input", source.Input) })
        {
            if (text is not null && IsAddress().IsMatch(text))
                yield return new($"source.{key}", SafeAddress.Of(text), $"`source.{key}` takes no address, such as {SafeAddress.Of(text)}; {InsteadOf(text)}.");
        }
        if (source.Loop && source.Input is null) yield return new("source.loop", "true", "`source.loop` repeats a file, so it needs `source.input`.");
        if (source.Realtime && source.Input is null && !source.Synthetic)
            yield return new("source.realtime", "true", "`source.realtime` paces a file (`source.input`) or the built-in scene (`source.synthetic`); cameras and streams are live by nature.");
        if (source.CameraFps is <= 0 or > 1000 or double.NaN)
            yield return ConfigProblem.Of("source.cameraFps", source.CameraFps, $"`source.cameraFps` must be more than 0 and at most 1000, not {source.CameraFps}.");
        foreach (var problem in ConnectionProblems(source).Concat(AreaProblems(source)).Concat(ZoneProblems(source))) yield return problem;
    }

    private static IEnumerable<ConfigProblem> ConnectionProblems(SourceConfig source)
    {
        if (source.ConnectTimeout is <= 0 or double.NaN)
            yield return ConfigProblem.Of("source.connectTimeout", source.ConnectTimeout, $"`source.connectTimeout` must be more than 0 seconds, not {source.ConnectTimeout}.");
        if (source.ReadTimeout is <= 0 or double.NaN)
            yield return ConfigProblem.Of("source.readTimeout", source.ReadTimeout, $"`source.readTimeout` must be more than 0 seconds, not {source.ReadTimeout}.");
        foreach (var (key, seconds) in new[] { ("connectTimeout", source.ConnectTimeout), ("readTimeout", source.ReadTimeout) })
        {
            if (seconds > LongestTimeout)
                yield return ConfigProblem.Of($"source.{key}", seconds, $"`source.{key}` must be at most {LongestTimeout} seconds, not {seconds}.");
        }
        if (source.ReconnectAttempts < 0)
            yield return ConfigProblem.Of("source.reconnectAttempts", source.ReconnectAttempts, $"`source.reconnectAttempts` must be 0 or more, or left out for no limit, not {source.ReconnectAttempts}.");
        if (!(source.MaxAge is >= 0 and <= LongestWait))
            yield return ConfigProblem.Of("source.maxAge", source.MaxAge, $"`source.maxAge` must be 0 to {LongestWait} milliseconds, not {source.MaxAge}.");
        // Beyond that the audio would lie outside of what is kept of it.
        if (source.AvOffset is < -5000 or > 5000 or double.NaN)
            yield return ConfigProblem.Of("source.avOffset", source.AvOffset, $"`source.avOffset` must be -5000 to 5000 milliseconds, not {source.AvOffset}.");
    }

    private static IEnumerable<ConfigProblem> AreaProblems(SourceConfig source)
    {
        foreach (var (index, mask) in source.Masks.Index())
        {
            if (mask.Problem is { } problem)
                yield return new($"source.masks[{index}]", mask.ToString(), $"`source.masks[{index}]` {Fractions}, or a polygon's corners X,Y,X,Y,X,Y,...; {problem}.");
        }
        if (source.Region is { IsWithinFrame: false } region)
            yield return new("source.region", region.ToString(), $"`source.region` {Fractions}; {region} does not.");
    }

    private static IEnumerable<ConfigProblem> ZoneProblems(SourceConfig source)
    {
        foreach (var (index, zone) in source.Zones.Index())
        {
            var key = $"source.zones[{index}]";
            if (!StreamName.IsGood(zone.Name))
                yield return new($"{key}.name", zone.Name, $"{key}.name must be 1 to {StreamName.MostLetters} letters, digits, dots, underscores, dashes or blanks, not \"{zone.Name}\".");
            else if (source.Zones.Take(index).Any(other => string.Equals(other.Name, zone.Name, StringComparison.OrdinalIgnoreCase)))
                yield return new($"{key}.name", zone.Name, $"{key}.name is that of an earlier zone; give each its own.");
            if (new FrameMask { Polygon = zone.Corners } is var shape && (zone.Corners.Count == 0 || shape.Problem is not null))
                yield return new($"{key}.corners", null, $"{key}.corners are three or more points [x, y] within the frame (0 to 1){(zone.Corners.Count == 0 ? "; there are none" : $"; {shape.Problem}")}.");
            if (!(zone.Dwell is null or > 0 and <= LongestTimeout))
                yield return ConfigProblem.Of($"{key}.dwell", zone.Dwell, $"{key}.dwell must be more than 0 and at most {LongestTimeout} seconds, or left out, not {zone.Dwell}.");
        }
    }

    private static IEnumerable<ConfigProblem> WindowProblems(WindowConfig window)
    {
        if (window.Fps is < 10 or > 30 or double.NaN)
            yield return ConfigProblem.Of("window.fps", window.Fps, $"`window.fps` must be 10 to 30, not {window.Fps}: the network learned on 24 to 30.");
    }

    private static IEnumerable<ConfigProblem> OutputProblems(OutputConfig outputs)
    {
        if (outputs.Opacity is < 0 or > 1 or double.NaN)
            yield return ConfigProblem.Of("outputs.opacity", outputs.Opacity, $"`outputs.opacity` must be 0 to 1, not {outputs.Opacity}.");
        foreach (var (_, key, path) in outputs.Files)
        {
            if (path.Length == 0) yield return new($"outputs.{key}", "", $"`outputs.{key}` must be a path, or left out; it is empty.");
            if (path == OutputConfig.StandardOutput)
                yield return new($"outputs.{key}", path, $"`outputs.{key}` must be a path: only `outputs.metrics` and `outputs.qpMaps` go to standard output (-).");
        }
        if (outputs.Restream is { } target && !IsRestreamTarget().IsMatch(target))
        {
            yield return new("outputs.restream", SafeAddress.Of(target),
                $"`outputs.restream` expects an address such as rtsp://host:8554/name, rtmp://, srt:// or udp://, or a loopback camera such as /dev/video9, not \"{SafeAddress.Of(target)}\".");
        }
    }

    private static IEnumerable<ConfigProblem> RecorderProblems(RecorderConfig recorder)
    {
        if (!(recorder.Seconds is > 0 and <= 600))
            yield return ConfigProblem.Of("outputs.recorder.seconds", recorder.Seconds, $"`outputs.recorder.seconds` must be more than 0 and at most 600, not {recorder.Seconds}.");
        if (recorder.Folder is OutputConfig.StandardOutput)
            yield return new("outputs.recorder.folder", recorder.Folder, "`outputs.recorder.folder` must be a folder: only `outputs.metrics` and `outputs.qpMaps` go to standard output (-).");
        if (recorder.Folder is "") yield return new("outputs.recorder.folder", "", "`outputs.recorder.folder` must be a path, or left out; it is empty.");
        if (recorder.Megabytes < 1)
            yield return ConfigProblem.Of("outputs.recorder.megabytes", recorder.Megabytes, $"`outputs.recorder.megabytes` must be at least 1, not {recorder.Megabytes}.");
        if (recorder.Keep < 1)
            yield return ConfigProblem.Of("outputs.recorder.keep", recorder.Keep, $"`outputs.recorder.keep` must be at least 1, not {recorder.Keep}.");
        if (recorder.MaxCaptureToMap is { } limit && !(limit is > 0 and <= LongestWait))
            yield return ConfigProblem.Of("outputs.recorder.maxCaptureToMap", limit, $"`outputs.recorder.maxCaptureToMap` must be more than 0 and at most {LongestWait} milliseconds, or null for no limit, not {limit}.");
        if (!(recorder.Pause is >= 0 and <= 86_400))
            yield return ConfigProblem.Of("outputs.recorder.pause", recorder.Pause, $"`outputs.recorder.pause` must be 0 to 86400 seconds, not {recorder.Pause}.");
    }

    private static string Kinds(SourceConfig source) => string.Join(", ", new[]
    {
        source.Camera is null ? null : "camera", source.Rtsp is null ? null : "rtsp", source.Input is null ? null : "input", source.Synthetic ? "synthetic" : null,
    }.OfType<string>());

    private static string InsteadOf(string address)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { IsFile: true, Host: "" }) return $"the path alone is {uri.LocalPath}";
        return address.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase)
            ? "streams are watched with `source.rtsp`"
            : "save what it gives as a file first; only rtsp:// is watched as it comes, with `source.rtsp`";
    }

    private static bool IsRtsp(string address) =>
        Uri.TryCreate(SafeAddress.Escape(address), UriKind.Absolute, out var uri) && uri.Scheme is "rtsp" or "rtsps" && uri.Host.Length > 0;

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*://", RegexOptions.IgnoreCase)]
    private static partial Regex IsAddress();

    [GeneratedRegex(@"^((rtsps?|rtmps?|srt|udp)://[^/].*|/dev/video\d+)$", RegexOptions.IgnoreCase)]
    private static partial Regex IsRestreamTarget();
}
