using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Training.Examples;

namespace StavisLive.Training.Tests.Examples;

public sealed class PictureViewTests
{
    private static readonly DecodedPicture Picture = new(new byte[200 * 100 * 3], 200, 100);

    [Fact]
    public void FixationsOf_APart_InItsCoordinates()
    {
        var view = new PictureView(50, 20, 100, 50, false);
        var moved = view.FixationsOf([At(0.5, 0.45), At(0.1, 0.5), At(0.5, 0.9)], Picture).ToList();
        Assert.Equal((0.5f, 0.5f), (Assert.Single(moved).X, moved[0].Y));
        Assert.Equal(0.75f, (view with { Mirrored = true }).FixationsOf([At(0.375, 0.45)], Picture).Single().X, 1e-6);
    }

    [Fact]
    public void Pick_AnyAugmentation_InsideThePicture()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var view = PictureView.Pick(Picture, new Augmentation { SmallestView = 0.05, Stretch = 1 }, random);
            Assert.True(view is { Left: >= 0, Top: >= 0, Width: > 0, Height: > 0 } && view.Left + view.Width <= 200 && view.Top + view.Height <= 100);
        }
    }

    [Fact]
    public void Render_Mirrored_FixationAndPixelStayTogether()
    {
        // One white block; where it lands in the rendered view, its fixation lands too.
        var picture = new DecodedPicture(new byte[200 * 100 * 3], 200, 100);
        for (var y = 30; y < 40; y++) picture.Pixels.AsSpan(((y * 200) + 60) * 3, 30).Fill(255);
        foreach (var mirrored in new[] { false, true })
        {
            var view = new PictureView(40, 10, 120, 80, mirrored);
            var rendered = new byte[Example.PictureBytes];
            ViewRenderer.Render(picture, view, rendered);
            var fixation = view.FixationsOf([At(65 / 200.0, 35 / 100.0)], picture).Single();
            var at = ((int)(fixation.Y * Example.Side) * Example.Side) + (int)(fixation.X * Example.Side);
            Assert.Equal(255, rendered[at * 3]);
        }
    }

    [Fact]
    public void At_MovingCamera_StaysInsideAndPassesItsMiddle()
    {
        var random = new Random(4);
        for (var i = 0; i < 300; i++)
        {
            var view = PictureView.Pick(Picture, new Augmentation(), random);
            var path = ViewPath.Pick(view, random);
            Assert.Equal(view, path.At(Picture, 8));
            for (var frame = 0; frame < 16; frame++)
            {
                var at = path.At(Picture, frame);
                Assert.True(at is { Left: >= 0, Top: >= 0, Width: > 0, Height: > 0 } && at.Left + at.Width <= 200 && at.Top + at.Height <= 100);
            }
        }
    }

    private static Fixation At(double x, double y) => new(0, 0, (float)x, (float)y, 100);
}
