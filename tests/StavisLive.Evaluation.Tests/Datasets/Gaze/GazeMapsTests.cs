using StavisLive.Evaluation.Datasets.Gaze;

namespace StavisLive.Evaluation.Tests.Datasets.Gaze;

public sealed class GazeMapsTests
{
    [Fact]
    public void Density_OneFixation_GaussianWithItsDeviation()
    {
        var density = GazeMaps.Density([At(50.5 / 101, 40.5 / 101)], 101, 101, 4, 8);
        Assert.Equal(1, density[(40 * 101) + 50], 1e-6);
        Assert.Equal(Math.Exp(-0.5), density[(40 * 101) + 54], 1e-6); // one deviation to the right
        Assert.Equal(Math.Exp(-0.5), density[(48 * 101) + 50], 1e-6); // one below
    }

    [Fact]
    public void Density_FixationAtTheBorder_MirroredSoThatNothingIsLost()
    {
        var inside = GazeMaps.Density([At(0.5, 0.5)], 100, 100, 4, 4).Sum();
        var border = GazeMaps.Density([At(0, 0.5)], 100, 100, 4, 4);
        // Normalised to its peak, which is twice as high; the same mass lies on half the area.
        Assert.InRange(border.Sum() / inside, 0.45, 0.55);
        Assert.Equal(border[5000], border.Max());
    }

    [Fact]
    public void Density_NoFixations_Zeros() => Assert.All(GazeMaps.Density([], 8, 8), value => Assert.Equal(0, value));

    [Fact]
    public void Counts_FixationsOnOnePixel_Counted()
    {
        var counts = GazeMaps.Counts([At(0.99, 0.01), At(0.98, 0.02), At(0, 0.99)], 10, 10);
        Assert.Equal(2, counts[9]);
        Assert.Equal(1, counts[90]);
        Assert.Equal(3, counts.Sum());
    }

    private static Fixation At(double x, double y) => new(0, 0, (float)x, (float)y, 100);
}
