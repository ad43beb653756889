using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Scenes.Backgrounds;

namespace StavisLive.Training.Examples;

/// <summary>Carries fixations from a picture over to a view of it.</summary>
internal static class ViewFixations
{
    /// <summary>The fixations that fall into the view, in its own coordinates.</summary>
    public static IEnumerable<Fixation> FixationsOf(this PictureView view, IEnumerable<Fixation> fixations, DecodedPicture picture)
    {
        foreach (var fixation in fixations)
        {
            var x = ((fixation.X * picture.Width) - view.Left) / view.Width;
            var y = ((fixation.Y * picture.Height) - view.Top) / view.Height;
            if (x is < 0 or >= 1 || y is < 0 or >= 1) continue;
            yield return fixation with { X = view.Mirrored ? MathF.BitDecrement(1 - x) : x, Y = y };
        }
    }
}
