using StavisLive.Evaluation.Maps;

namespace StavisLive.Evaluation.Tests.Maps;

public class MapResizerTests
{
    [Fact]
    public void Apply_Bicubic_Enlarging_MatchesTheKernelByHand()
    {
        // Twice as large, position p lies at (p + 0.5) / 2 - 0.5: a quarter off a pixel. Keys' kernel (a = -1/2) at distances
        // 0.25, 0.75, 1.25 and 1.75 is 111/128, 29/128, -9/128 and -3/128, and the border is mirrored with its edge pixel.
        double[] row = [1, 2, 4, 8];
        var resized = Resize(row, 4, 1, 8, 1, ResizeKernel.Bicubic);

        double At(params double[] fourNeighbours) =>
            ((fourNeighbours[0] * -9) + (fourNeighbours[1] * 111) + (fourNeighbours[2] * 29) + (fourNeighbours[3] * -3)) / 128;
        double[] expected =
        [
            At(2, 1, 1, 2), At(1, 1, 2, 4), At(4, 2, 1, 1), At(1, 2, 4, 8), At(8, 4, 2, 1), At(2, 4, 8, 8), At(8, 8, 4, 2), At(4, 8, 8, 4),
        ];
        Assert.Equal(expected, resized, (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void Apply_Bilinear_Enlarging_MatchesTheKernelByHand()
    {
        var resized = Resize([0, 4, 8, 0], 2, 2, 4, 2, ResizeKernel.Bilinear);

        Assert.Equal([0, 1, 3, 4, 8, 6, 2, 0], resized, (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void Apply_Bilinear_Halving_IsAntialiased()
    {
        // The triangle stretched to a reach of two pixels weighs 1/8, 3/8, 3/8, 1/8; mirrored at the border.
        var resized = Resize([8, 0, 0, 16, 0, 0], 6, 1, 3, 1, ResizeKernel.Bilinear);

        Assert.Equal([(1 + 3) * 8 / 8.0, 16 * 3 / 8.0, 16 / 8.0], resized, (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Theory]
    [InlineData(ResizeKernel.Bilinear)]
    [InlineData(ResizeKernel.Bicubic)]
    public void Apply_ConstantMap_StaysConstant(ResizeKernel kernel)
    {
        foreach (var (width, height) in new[] { (320, 240), (31, 57), (112, 112), (1, 1) })
            Assert.All(Resize([.. Enumerable.Repeat(0.7, 112 * 112)], 112, 112, width, height, kernel), value => Assert.Equal(0.7, value, 1e-12));
    }

    [Fact]
    public void Apply_WrongLength_IsRefused()
    {
        var resizer = new MapResizer(4, 3, 8, 6, ResizeKernel.Bicubic);

        Assert.Throws<ArgumentException>(() => resizer.Apply(new double[13], new double[48]));
        Assert.Throws<ArgumentException>(() => resizer.Apply(new double[12], new double[47]));
    }

    private static double[] Resize(double[] map, int width, int height, int newWidth, int newHeight, ResizeKernel kernel)
    {
        var resized = new double[newWidth * newHeight];
        new MapResizer(width, height, newWidth, newHeight, kernel).Apply(map, resized);
        return resized;
    }
}
