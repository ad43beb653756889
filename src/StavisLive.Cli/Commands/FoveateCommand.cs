using System.CommandLine;
using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Foveation;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Evaluation.Foveation;
using StavisLive.Media.Encoding.Regions;

namespace StavisLive.Cli.Commands;

/// <summary><c>foveate prove</c>: what foveated encoding saves on a clip, and what it costs.</summary>
internal static class FoveateCommand
{
    private const int DefaultFrames = 250;

    private static readonly FoveationOptions Defaults = new();

    public static Command Build() => new("foveate", "Measure what foveated encoding saves") { BuildProve() };

    private static Command BuildProve()
    {
        var clip = new Argument<string>("CLIP") { Description = "A video" };
        var model = new ModelOptions();
        var gaze = new Option<string?>("--gaze") { HelpName = "FILE.csv", Description = "Recorded gaze: observer, time (seconds) or frame, x, y (0 to 1), and perhaps duration_ms" };
        var codecs = new Option<string[]>("--codec") { HelpName = "h264|hevc|vp9", Description = "A codec, or several with commas between; may be repeated (default: all)" };
        var strength = Number("--strength", "K", "Steps of the quantizer for each doubling of attention, 0 to 4", Defaults.Strength);
        var sharpness = Number("--sharpness", "P", "Power to which maps are raised", Defaults.Sharpness);
        var floor = Number("--floor", "W", "Weight of what nobody looks at, 0 to 1", Defaults.Floor);
        var better = Number("--most-better", "D", "Largest gain, in doublings of attention", Defaults.MostBetter);
        var worse = Number("--most-worse", "D", "Largest loss, in doublings of attention", Defaults.MostWorse);
        var smoothing = Number("--smoothing", "S", "Seconds in which maps are followed", Defaults.Smoothing.TotalSeconds);
        var live = new Option<bool>("--live") { Description = "As live: fast presets without look-ahead, maps 0.2 s old" };
        var twoPass = new Option<bool>("--two-pass") { Description = "Compare also at mean bitrates in two passes (h264, hevc)" };
        var saliencyOnly = new Option<bool>("--saliency-only") { Description = "Leave the centred Gaussian and the gaze out" };
        var frames = new Option<int>("--max-frames") { HelpName = "N", Description = "Most pictures", DefaultValueFactory = _ => DefaultFrames };
        var json = new Option<bool>("--json") { Description = "Answer as JSON" };
        var report = new Option<string?>("--report") { HelpName = "DIR", Description = "Write a page with pictures at equal rate" };

        var command = new Command("prove", "Compare a clip encoded by attention with the encoder by itself, at equal quality");
        command.Add(clip);
        foreach (var option in model.All) command.Add(option);
        foreach (var option in new Option[] { gaze, codecs, strength, sharpness, floor, better, worse, smoothing, live, twoPass, saliencyOnly, frames, json, report }) command.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(frames) < 2) throw new ConfigException("--max-frames is 2 or more.");
            return ProofRun.RunAsync(new ProofRequest
            {
                Clip = parsed.GetRequiredValue(clip),
                Gaze = parsed.GetValue(gaze),
                Model = model.ToConfig(parsed),
                MaxFrames = parsed.GetValue(frames),
                AsJson = parsed.GetValue(json),
                Report = parsed.GetValue(report),
                Plan = new ProofPlan
                {
                    Codecs = CodecsOf(parsed.GetValue(codecs)),
                    IsLive = parsed.GetValue(live),
                    WithTwoPasses = parsed.GetValue(twoPass),
                    SaliencyOnly = parsed.GetValue(saliencyOnly),
                    Foveation = new FoveationOptions
                    {
                        Strength = Within("--strength", parsed.GetValue(strength), 0, FoveationOptions.MostStrength),
                        Sharpness = Within("--sharpness", parsed.GetValue(sharpness), 0.1, 8),
                        Floor = Within("--floor", parsed.GetValue(floor), 0.001, 1),
                        MostBetter = Within("--most-better", parsed.GetValue(better), 0, 10),
                        MostWorse = Within("--most-worse", parsed.GetValue(worse), 0, 10),
                        Smoothing = TimeSpan.FromSeconds(Within("--smoothing", parsed.GetValue(smoothing), 0, 10)),
                    },
                },
            });
        });
        return command;
    }

    private static Option<double> Number(string name, string value, string description, double usual) =>
        new(name) { HelpName = value, Description = description, DefaultValueFactory = _ => usual };

    private static double Within(string option, double value, double least, double most) =>
        value >= least && value <= most ? value : throw new ConfigException(FormattableString.Invariant($"{option} is {least} to {most}, not {value}."));

    private static IReadOnlyList<FoveationCodec> CodecsOf(string[]? names)
    {
        var asked = names?.SelectMany(name => name.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (asked is null or []) return [FoveationCodec.H264, FoveationCodec.Hevc, FoveationCodec.Vp9];
        return [.. asked.Select(name => ConfigWords.Parse<FoveationCodec>(name) ?? throw new ConfigException($"--codec is h264, hevc or vp9, not \"{name}\".")).Distinct()];
    }
}
