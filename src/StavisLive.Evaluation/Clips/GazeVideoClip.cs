using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;
using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Evaluation.Datasets.GazeClips;
using StavisLive.Media.Sources.Files;

namespace StavisLive.Evaluation.Clips;

/// <summary>A clip of a gaze folder; frames that nobody looked at are not scored.</summary>
/// <remarks>The shuffled AUC's pixels are those fixated at other times of the clip.</remarks>
internal sealed class GazeVideoClip(GazeClip clip, string group, ILogger<FileSource> log) : EvaluationClip
{
    // Stamps are whole milliseconds, the first frame's as well, from which the others are counted.
    private const double StampError = 0.0011; // s

    private double _frameLength;
    private int _width;
    private int[] _fixatedAnywhere = [];

    /// <inheritdoc />
    public override string Name => clip.Name;

    /// <inheritdoc />
    public override ISource CreateSource(TimeProvider time) => new FileSource(clip.Path, new FileSourceOptions { WantsAudio = true }, time, log);

    /// <inheritdoc />
    public override void Begin(SourceDescription source) =>
        _frameLength = 1 / (source.FrameRate > 0 ? source.FrameRate : SlotGrid.DefaultFps(0));

    /// <inheritdoc />
    public override FrameTruth? TruthOf(long frame, double seconds, VideoFrame picture)
    {
        var begin = BeginOf(frame, seconds);
        var looked = clip.Fixations.Where(fixation => fixation.IsDuring(frame, begin, _frameLength)).Select(AtAnyTime).ToList();
        if (looked.Count == 0) return null;
        var width = FixationMaps.WidthOf(picture);
        if (width != _width) (_width, _fixatedAnywhere) = (width, FixationMaps.PixelsOf(clip.Fixations.Select(AtAnyTime), width));
        return FixationMaps.TruthOf(Name, group, looked, _fixatedAnywhere, width);
    }

    // By the clip's rate, exact to less than a sample; by its stamp where it has a time of its own.
    private double BeginOf(long frame, double seconds)
    {
        var exact = frame * _frameLength;
        return Math.Abs(seconds - exact) < StampError ? exact : seconds;
    }

    private static Fixation AtAnyTime(ClipFixation fixation) => new(Observer: 0, Order: 0, fixation.X, fixation.Y, Milliseconds: 0);
}
