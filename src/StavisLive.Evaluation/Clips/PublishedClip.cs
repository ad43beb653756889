using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Evaluation.Metrics;
using StavisLive.Media.Sources.Frames;
using StavisLive.Media.Sources.Stills;

namespace StavisLive.Evaluation.Clips;

/// <summary>A video of a published data set. The shuffled AUC's pixels are those fixated in the video's other frames.</summary>
public sealed class PublishedClip(PublishedVideo video, bool isSilent) : EvaluationClip
{
    private int[][] _fixated = [];
    private int[] _fixatedAnywhere = [];
    private (int Width, int Height) _size;
    private double[] _density = [];

    /// <inheritdoc />
    public override string Name => video.Entry.Name;

    /// <inheritdoc />
    public override ISource CreateSource(TimeProvider time) => new FrameFolderSource(
        Name,
        [.. Enumerable.Range(1, video.Entry.Frames).Select(video.Frame)],
        video.Entry.FrameRate,
        isSilent ? null : video.Audio,
        time);

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">A fixation map cannot be read, or they are of different sizes.</exception>
    public override void Begin(SourceDescription source)
    {
        var first = video.ReadFixations(1);
        _size = (first.Columns, first.Rows);
        _fixated = [.. Enumerable.Range(1, video.Entry.Frames).Select(ReadFixations)];
        _fixatedAnywhere = [.. _fixated.SelectMany(pixels => pixels).Distinct().Order()];
    }

    /// <inheritdoc />
    public override FrameTruth? TruthOf(long frame, double seconds, VideoFrame picture)
    {
        var path = video.Density((int)frame + 1);
        var density = GrayPicture.Read(path);
        if ((density.Width, density.Height) != _size)
            throw new InvalidDataException($"{path} has {density.Width}x{density.Height} pixels, but the video's fixation maps have {_size.Width}x{_size.Height}.");
        if (_density.Length != density.Pixels.Length) _density = new double[density.Pixels.Length];
        for (var at = 0; at < _density.Length; at++) _density[at] = density.Pixels[at];
        return new FrameTruth(Name, "", density.Width, density.Height, _density, _fixated[frame], _fixatedAnywhere);
    }

    /// <inheritdoc />
    public override void End() => (_fixated, _fixatedAnywhere, _density) = ([], [], []);

    private int[] ReadFixations(int number)
    {
        var map = video.ReadFixations(number);
        if ((map.Columns, map.Rows) != _size)
            throw new InvalidDataException($"{video.Fixations(number)} has {map.Columns}x{map.Rows} pixels, but the video's first fixation map has {_size.Width}x{_size.Height}.");
        return PixelSet.Of(map.Values);
    }
}
