using OpenCvSharp;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Tests.Rendering;

public sealed class ColormapsTests
{
    [Theory]
    [InlineData(Colormap.Turbo, ColormapTypes.Turbo)]
    [InlineData(Colormap.DeepGreen, ColormapTypes.DeepGreen)]
    public void TypeOf_Colours_AreOpenCvsOfThatName(Colormap colormap, ColormapTypes expected) => Assert.Equal(expected, Colormaps.TypeOf(colormap));

    [Fact]
    public void TypeOf_All_CanBePaintedAndLeaveNoneOfOpenCvsOut()
    {
        Assert.All(Enum.GetValues<Colormap>(), colormap => new OverlayRenderer(new OverlayOptions { Colormap = colormap }).Dispose());
        Assert.Equal(Enum.GetValues<ColormapTypes>().Distinct().Order(), Enum.GetValues<Colormap>().Select(Colormaps.TypeOf).Order());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Opacity_OutsideZeroToOne_IsRefused(double opacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OverlayOptions { Opacity = opacity });
}
