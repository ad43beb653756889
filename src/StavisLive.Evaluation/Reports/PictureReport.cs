using System.Globalization;
using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Evaluation.Maps;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Scoring;
using StavisLive.Media.Rendering;

namespace StavisLive.Evaluation.Reports;

/// <summary>An evaluation to look at: the best and the worst frames, curves, tables, and a page with all of them.</summary>
/// <remarks>Frames are chosen by their correlation, one of each video or still.</remarks>
public sealed class PictureReport : IDisposable
{
    private const int FramesShown = 8;

    private readonly string _folder;
    private readonly FrameGallery _best = new(FramesShown);
    private readonly FrameGallery _worst = new(FramesShown);
    private readonly ComparisonRenderer _renderer = new();
    private readonly double[] _cells = new double[SaliencyMap.Length];

    /// <param name="folder">Where it goes; made if it isn't there.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public PictureReport(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>Looks at a scored frame, and keeps it if it is among the best or worst so far.</summary>
    public void Add(ScoredFrame frame)
    {
        var score = frame.Scores[Metric.Cc];
        var row = frame.Truth.Row;
        var (isGood, isBad) = (_best.Wants(row, score), _worst.Wants(row, -score));
        if (!isGood && !isBad) return;
        var jpeg = Render(frame);
        var caption = Caption(frame);
        if (isGood) _best.Add(new KeptFrame(row, frame.Number, score, caption, jpeg));
        if (isBad) _worst.Add(new KeptFrame(row, frame.Number, -score, caption, jpeg));
    }

    /// <summary>Writes everything; the page is <c>index.html</c>.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Write(string dataset, EvaluationResult result)
    {
        var page = new ReportPage($"{dataset}, protocol {result.Protocol}");
        page.AddMeans(result);
        page.AddUnread(result);
        page.AddPictures("Scores", ScoreCurves.WriteSorted(_folder, result));
        page.AddPictures("Best frames", WriteFrames("best", _best));
        page.AddPictures("Worst frames", WriteFrames("worst", _worst));
        page.AddPictures("Frame by frame", ScoreCurves.WriteFrames(_folder, result));
        File.WriteAllText(Path.Combine(_folder, "index.html"), page.ToString());
    }

    /// <inheritdoc />
    public void Dispose() => _renderer.Dispose();

    private byte[] Render(ScoredFrame frame)
    {
        var truth = frame.Truth;
        new MapResizer(truth.Width, truth.Height, SaliencyMap.Side, SaliencyMap.Side, ResizeKernel.Bilinear).Apply(truth.Density.Span, _cells);
        using var density = SaliencyMap.Rent();
        TensorPrimitives.ConvertTruncating<double, float>(_cells, density.Values);
        var fixations = truth.Fixated.Select(pixel => (((pixel % truth.Width) + 0.5) / truth.Width, ((pixel / truth.Width) + 0.5) / truth.Height));
        return _renderer.Render(frame.Picture, frame.Map, density, fixations);
    }

    private static string Caption(ScoredFrame frame) => string.Create(
        CultureInfo.InvariantCulture,
        $"{frame.Truth.Row}, frame {frame.Number}: CC {frame.Scores[Metric.Cc]:0.000}, NSS {frame.Scores[Metric.Nss]:0.00}, AUC-J {frame.Scores[Metric.AucJudd]:0.000}, SIM {frame.Scores[Metric.Sim]:0.000}");

    private List<ReportPicture> WriteFrames(string name, FrameGallery gallery)
    {
        var pictures = new List<ReportPicture>();
        foreach (var frame in gallery.Frames)
        {
            var file = $"{name}-{pictures.Count + 1:00}.jpg";
            File.WriteAllBytes(Path.Combine(_folder, file), frame.Jpeg);
            pictures.Add(new ReportPicture(file, frame.Caption + " (fixations, prediction, density)"));
        }
        return pictures;
    }
}
