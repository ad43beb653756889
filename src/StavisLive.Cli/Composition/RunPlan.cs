using StavisLive.Core.Configuration;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Recording;
using StavisLive.Media.Capture.Images;
using StavisLive.Media.Encoders;
using StavisLive.Media.Overlay;
using StavisLive.Media.Sinks;

namespace StavisLive.Cli.Composition;

/// <summary>A configuration with everything settled that depends on more than one key, or on the machine.</summary>
internal sealed record RunPlan
{
    /// <summary>What was asked for.</summary>
    public required StavisConfig Config { get; init; }

    /// <summary>Name of the stream; safe to show.</summary>
    public required string StreamName { get; init; }

    /// <summary>Whether the input is a picture or a folder of pictures.</summary>
    public required bool IsStills { get; init; }

    /// <summary>Whether a window is opened.</summary>
    public required bool Display { get; init; }

    /// <summary>Whether what could go faster is paced by its time stamps.</summary>
    public required bool IsPaced { get; init; }

    /// <summary>Microphone whose sound takes the source's place; null: the source's own, or none.</summary>
    public required string? Microphone { get; init; }

    /// <summary>Settles a configuration that has passed <see cref="ConfigValidation"/>.</summary>
    /// <exception cref="ConfigException">An output or a combination that cannot be meant.</exception>
    public static RunPlan Of(StavisConfig config)
    {
        var source = config.Source;
        var isStills = source.Input is { } input && ImageSource.IsStills(input);
        var display = config.Outputs.Display ?? (!config.Outputs.HasFiles && !isStills && Screen.Problem() is null);
        var plan = new RunPlan
        {
            Config = config,
            StreamName = NameOf(source),
            IsStills = isStills,
            Display = display,
            IsPaced = (source.Input is not null || source.Synthetic) && !isStills && (source.Realtime || display),
            Microphone = source.Mic is null or "none" ? null : source.Mic,
        };
        var problems = plan.Problems().ToList();
        return problems.Count == 0 ? plan : throw new ConfigException(problems);
    }

    private bool IsRecording => Config.Source.Input is { } input && FlightFile.IsRecording(input);

    private IEnumerable<string> Problems()
    {
        var outputs = Config.Outputs;
        if (!Colormaps.TryParse(outputs.Colormap, out _))
            yield return $"--colormap (outputs.colormap) is one of {string.Join(", ", Colormaps.Names)}, not \"{outputs.Colormap}\".";
        if (IsStills && Display) yield return "--display shows video; for pictures give --output FILE.png or a folder.";
        if (outputs.Overlay is { } overlay && (IsStills ? OverlayImageSink.CheckPath(overlay) : OverlayEncoder.CheckPath(overlay)) is { } problem)
            yield return problem;
        if (IsStills && outputs.Recorder.Folder is not null) yield return "--flight-recorder keeps video; pictures are not recorded.";
        if (IsRecording && Config.Source is { Region: not null } or { Masks.Count: > 0 })
            yield return "--mask and --region apply before a recording is made, so a recording (.flight) is replayed without them.";
        if (IsRecording && Config.Window.Fps is not null)
            yield return "--window-fps is the recording's own when a recording (.flight) is replayed: leave it out.";
        if (Microphone is not null && IsStills) yield return "--mic gives sound to video; pictures have none.";
        else if (Microphone is not null && !IsPaced && Config.Source is { Input: not null } or { Synthetic: true })
            yield return "--mic listens live, so --input and --synthetic need --realtime with it.";
    }

    private static string NameOf(SourceConfig source) => source switch
    {
        { Camera: { } camera } => $"camera {camera}",
        { Rtsp: { } address } => SafeAddress.Of(address),
        { Input: { } input } => Path.GetFileName(Path.TrimEndingDirectorySeparator(input)),
        _ => "synthetic",
    };
}
