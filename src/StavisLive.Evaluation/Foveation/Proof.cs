using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding.Regions;
using StavisLive.Media.Encoding.Trials;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Evaluation.Foveation;

/// <summary>Compares encoders that spend their bits where people look with the same encoders that don't, at equal quality.</summary>
/// <remarks>Everything is measured on the luma, in blocks of 8 pixels, from what a decoder makes of it.</remarks>
/// <param name="plan">What is compared.</param>
/// <param name="clip">The clip; borrowed.</param>
/// <param name="maps">The network's maps of it.</param>
/// <param name="gaze">Where people looked; null where that isn't known.</param>
/// <param name="tools">The ffmpeg to decode with.</param>
public sealed class Proof(ProofPlan plan, TrialClip clip, ClipMaps maps, GazeTable? gaze, FfmpegTools tools)
{
    // How often the key pictures come doesn't matter here: each clip has one, and cuts have theirs.
    private readonly TrialEncoder _encoder = new(tools, clip);
    private readonly IReadOnlyList<ProofArm> _arms = ArmsOf(plan, clip, maps, gaze);
    private readonly float[]?[] _saliencyWeights = WeightedQuality.WeightsOf([.. maps.Maps], clip.Width, clip.Height);
    private readonly float[]?[]? _gazeWeights = gaze is null ? null : WeightedQuality.WeightsOf(GazeOf(gaze, clip), clip.Width, clip.Height);

    /// <summary>Told before every encoding: codec, arm, and number of many.</summary>
    public event Action<string, int, int>? Encoding;

    /// <summary>Names of the arms.</summary>
    public IReadOnlyList<string> Arms => [.. _arms.Select(arm => arm.Name)];

    /// <summary>Encodings that it takes.</summary>
    private int Total => plan.Codecs.Sum(codec => 4 * (_arms.Count + 1) * (plan.WithTwoPasses && TrialEncoder.HasTwoPasses(codec) ? 2 : 1));

    private int Done { get; set; }

    /// <summary>Compares at four qualities of a codec.</summary>
    public Task<CodecResult> ByQualityAsync(FoveationCodec codec, CancellationToken cancellationToken) =>
        RunAsync(codec, [.. ProofPlan.QualitiesOf(codec).Select(quality => Settings(codec) with { Quality = quality })], cancellationToken);

    /// <summary>Compares at four mean bitrates of a codec, in two passes.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="rates">The bitrates, in kilobits per second.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<CodecResult> ByBitrateAsync(FoveationCodec codec, IEnumerable<double> rates, CancellationToken cancellationToken) =>
        RunAsync(codec, [.. rates.Select(rate => Settings(codec) with { Bitrate = rate * 1000 })], cancellationToken);

    /// <summary>A picture of the middle of the clip, as the baseline and an arm have it at equal rate, decoded.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="baseline">The baseline's point to match.</param>
    /// <param name="arm">Which arm.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ProofPictures> PicturesAsync(FoveationCodec codec, ProofPoint baseline, string arm, CancellationToken cancellationToken)
    {
        var number = clip.Count / 2;
        var settings = Settings(codec) with { Quality = baseline.Quality!.Value };
        var (original, plain) = await PictureAsync(settings with { IsPlain = true }, null, number, cancellationToken).ConfigureAwait(false);
        var chosen = _arms.Single(candidate => candidate.Name == arm);
        // Until it takes no more bits than the baseline: a few steps of quality.
        var (best, quality) = (plain.Picture, settings.Quality);
        var bytes = 0L;
        for (var turn = 0; turn < 4; turn++)
        {
            var (_, foveated) = await PictureAsync(settings with { Quality = quality }, chosen, number, cancellationToken).ConfigureAwait(false);
            (best, bytes) = (foveated.Picture, foveated.Bytes);
            // Six steps of the quantizer halve the bits, roughly; VP9 has more of them.
            var step = Math.Log2((double)bytes / plain.Bytes) * (codec == FoveationCodec.Vp9 ? 8 : 6);
            if (Math.Abs(step) < 0.15) break;
            quality += codec == FoveationCodec.Vp9 ? Math.Round(step) : step;
        }
        return new ProofPictures(original, plain.Picture, plain.Bytes, best, bytes, chosen.Maps[number], clip.Width, clip.Height);
    }

    private static IReadOnlyList<ProofArm> ArmsOf(ProofPlan plan, TrialClip clip, ClipMaps maps, GazeTable? gaze)
    {
        var delay = plan.DelayAt(clip.FrameRate);
        List<ProofArm> arms = [new("saliency", Late([.. maps.Maps], delay))];
        if (plan.SaliencyOnly) return arms;
        arms.Add(new("centre", DensityMaps.Centred(clip.Count)));
        if (gaze is null) return arms;
        arms.Add(new("gaze", Late(DensityMaps.Filled(GazeOf(gaze, clip)), delay)));
        arms.Add(new("observer", Late(DensityMaps.Filled(GazeOf(gaze.OfOneObserver(), clip)), delay)));
        return arms;
    }

    private static float[]?[] GazeOf(GazeTable gaze, TrialClip clip) => DensityMaps.OfGaze(gaze, clip.Count, clip.FrameRate, (double)clip.Height / clip.Width);

    private static float[][] Late(float[][] maps, int delay) => [.. maps.Select((_, index) => maps[Math.Max(0, index - delay)])];

    private TrialSettings Settings(FoveationCodec codec) => new() { Codec = codec, IsLive = plan.IsLive };

    private async Task<CodecResult> RunAsync(FoveationCodec codec, IReadOnlyList<TrialSettings> settings, CancellationToken cancellationToken)
    {
        var baseline = await MeasureAsync(codec, "baseline", [.. settings.Select(each => each with { IsPlain = true })], null, cancellationToken).ConfigureAwait(false);
        var arms = new Dictionary<string, ArmResult>();
        foreach (var arm in _arms) arms[arm.Name] = ArmResult.Of(baseline, await MeasureAsync(codec, arm.Name, settings, arm, cancellationToken).ConfigureAwait(false));
        return new CodecResult(baseline, arms);
    }

    private async Task<IReadOnlyList<ProofPoint>> MeasureAsync(
        FoveationCodec codec, string name, IReadOnlyList<TrialSettings> settings, ProofArm? arm, CancellationToken cancellationToken)
    {
        var points = new List<ProofPoint>();
        foreach (var each in settings)
        {
            Encoding?.Invoke($"{codec.ToString().ToLowerInvariant()} {name}", ++Done, Total);
            points.Add(await Task.Run(() => MeasureAsync(each, arm, cancellationToken), cancellationToken).ConfigureAwait(false));
        }
        return points;
    }

    private async Task<ProofPoint> MeasureAsync(TrialSettings settings, ProofArm? arm, CancellationToken cancellationToken)
    {
        var quality = new LocalQuality(clip.Width, clip.Height);
        var (plain, saliency) = (new WeightedQuality(quality, null), new WeightedQuality(quality, _saliencyWeights));
        var looked = _gazeWeights is null ? null : new WeightedQuality(quality, _gazeWeights);
        var luma = clip.Width * clip.Height;
        var outcome = await _encoder.RunAsync(settings, RegionsOf(settings.Codec, arm), Compare, cancellationToken).ConfigureAwait(false);
        return new ProofPoint
        {
            Quality = settings.Bitrate is null ? settings.Quality : null,
            Kbps = outcome.Bytes * 8 * clip.FrameRate / clip.Count / 1000,
            Seconds = outcome.Elapsed.TotalSeconds,
            Psnr = plain.Psnr,
            Ssim = plain.Ssim,
            GazePsnr = looked?.Psnr,
            GazeSsim = looked?.Ssim,
            SaliencyPsnr = saliency.Psnr,
            SaliencySsim = saliency.Ssim,
        };

        void Compare(int picture, ReadOnlySpan<byte> original, ReadOnlySpan<byte> decoded)
        {
            quality.Measure(original[..luma], decoded[..luma]);
            plain.Count(picture);
            saliency.Count(picture);
            looked?.Count(picture);
        }
    }

    private async Task<(byte[] Original, (byte[] Picture, long Bytes) Decoded)> PictureAsync(
        TrialSettings settings, ProofArm? arm, int number, CancellationToken cancellationToken)
    {
        byte[] before = [], after = [];
        var outcome = await _encoder.RunAsync(
            settings, RegionsOf(settings.Codec, arm),
            (picture, original, decoded) =>
            {
                if (picture == number) (before, after) = (original.ToArray(), decoded.ToArray());
            },
            cancellationToken).ConfigureAwait(false);
        return (before, (after, outcome.Bytes));
    }

    private TrialEncoder.Regions RegionsOf(FoveationCodec codec, ProofArm? arm)
    {
        if (arm is null) return _ => default;
        var first = -1;
        RegionPlanner? planner = null;
        return picture =>
        {
            // Each pass begins anew.
            if (picture <= first) planner = null;
            first = picture;
            planner ??= new RegionPlanner(clip.Width, clip.Height, plan.Foveation, codec == FoveationCodec.Vp9 ? 8 : null);
            return planner.Plan(arm.Maps[picture], MediaTime.FromSeconds(picture / clip.FrameRate));
        };
    }
}
