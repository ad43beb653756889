using StavisLive.Core.Inference;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Tests.Inference;

public sealed class WindowMotionTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(5, 2.5)]
    [InlineData(8, 4)]
    [InlineData(255, 4)]
    public void WeightOf_PicturesThatDiffer_IsByHowMuch(byte levels, double expected)
    {
        using var window = NetworkWindow.Rent();
        window.Pictures.Clear();
        window.Pictures[^NetworkWindow.BytesPerFrame..].Fill(levels);

        Assert.Equal(expected, WindowMotion.WeightOf(window));
    }

    [Fact]
    public void WeightOf_DarkerAndBrighter_DoNotCancel()
    {
        using var window = NetworkWindow.Rent();
        window.Pictures.Fill(100);
        var newest = window.Pictures[^NetworkWindow.BytesPerFrame..];
        newest[..(newest.Length / 2)].Fill(94);
        newest[(newest.Length / 2)..].Fill(106);

        Assert.Equal(3, WindowMotion.WeightOf(window));
    }
}
