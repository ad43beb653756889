using StavisLive.Model.Network;
using StavisLive.Training.Datasets.Gaze;
using StavisLive.Training.Examples;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Training.Trainer;

/// <summary>Scores a network on photographs that it doesn't learn from: each a clip of one repeated frame, with silence.</summary>
internal sealed class Validation
{
    private const int Rows = 240; // of the maps that are compared
    private const int Batch = 12;

    private readonly IReadOnlyList<Photograph> _photographs;

    public Validation(IReadOnlyList<StillPicture> pictures) => _photographs = [.. pictures.Select(Prepare)];

    /// <summary>Scores a network in evaluation mode.</summary>
    /// <param name="network">The network; borrowed.</param>
    /// <param name="frames">Frames of a clip.</param>
    public ValidationResult Score(StavisNetwork network, int frames)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var scores = new List<(string Group, double Correlation, double Scanpath)>();
        foreach (var batch in _photographs.Chunk(Batch))
        {
            using var inner = NewDisposeScope();
            var examples = new ExampleBatch([.. batch.Select(photograph => new Example(Repeat(photograph.Input, frames), null, [], []))]);
            var maps = network.Supervised(examples.Frames(), network.Variant.Audiovisual ? examples.Sound() : null).Fused.sigmoid();
            for (var i = 0; i < batch.Length; i++) scores.Add(ScoreOf(batch[i], maps.narrow(0, i, 1)));
        }
        return new ValidationResult([.. scores
            .GroupBy(score => score.Group)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new GroupScore(group.Key, group.Average(score => score.Correlation), group.Average(score => score.Scanpath)))]);
    }

    private static (string Group, double Correlation, double Scanpath) ScoreOf(Photograph photograph, Tensor map)
    {
        var enlarged = functional.interpolate(map, [Rows, photograph.Columns], mode: InterpolationMode.Bilinear, align_corners: false);
        var values = enlarged.data<float>().ToArray();
        return (photograph.Group, QuickScores.Correlation(values, photograph.Density), QuickScores.Scanpath(values, photograph.Counts));
    }

    private static Photograph Prepare(StillPicture still)
    {
        var input = new byte[Example.PictureBytes];
        ViewRenderer.Render(still.Picture, PictureView.Whole(still.Picture), input);
        var columns = (int)Math.Round((double)Rows * still.Picture.Width / still.Picture.Height);
        return new Photograph(
            still.Group, input, columns, GazeMaps.Density(still.Fixations, columns, Rows), GazeMaps.Counts(still.Fixations, columns, Rows));
    }

    private static byte[] Repeat(byte[] picture, int frames)
    {
        var clip = new byte[picture.Length * frames];
        for (var frame = 0; frame < frames; frame++) picture.CopyTo(clip, frame * picture.Length);
        return clip;
    }

    private sealed record Photograph(string Group, byte[] Input, int Columns, float[] Density, float[] Counts);
}
