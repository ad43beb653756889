using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Media.Sources.Stills;

namespace StavisLive.Evaluation.Clips;

/// <summary>The pictures of a gaze folder. The shuffled AUC's pixels are those fixated in ten other pictures of the same group.</summary>
internal sealed class StillsClip : EvaluationClip
{
    // Pictures whose fixations are put together (the MIT saliency benchmark's AUC_shuffled.m, after Borji).
    private const int OtherPictures = 10;

    private readonly IReadOnlyList<GazeImage> _images;
    private readonly ILookup<string, GazeImage> _groups;
    private readonly int _seed;
    private readonly ILogger<ImageSource> _log;

    /// <param name="name">What to call them together.</param>
    /// <param name="images">The pictures.</param>
    /// <param name="seed">Chooses the other pictures.</param>
    /// <param name="log">Told of pictures that are left out.</param>
    public StillsClip(string name, IReadOnlyList<GazeImage> images, int seed, ILogger<ImageSource> log)
    {
        Name = name;
        _images = images;
        _groups = images.ToLookup(image => image.Group);
        _seed = seed;
        _log = log;
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override ISource CreateSource(TimeProvider time) => new ImageSource(Name, [.. _images.Select(image => image.Path)], time, _log);

    /// <inheritdoc />
    public override FrameTruth? TruthOf(long frame, double seconds, VideoFrame picture)
    {
        var image = _images[(int)frame];
        if (image.Fixations.Count == 0) return null;
        var width = FixationMaps.WidthOf(picture);
        var others = FixationMaps.PixelsOf(OthersOf(image, (int)frame).SelectMany(other => other.Fixations), width);
        return FixationMaps.TruthOf(image.Name, _groups.Count > 1 ? image.Group : "", image.Fixations, others, width);
    }

    private IEnumerable<GazeImage> OthersOf(GazeImage image, int number)
    {
        var candidates = _groups[image.Group].Where(other => other != image).ToArray();
        new Random(unchecked((_seed * 1_000_003) + number)).Shuffle(candidates);
        return candidates.Take(OtherPictures);
    }
}
