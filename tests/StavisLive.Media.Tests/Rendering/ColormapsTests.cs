using OpenCvSharp;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Tests.Rendering;

public sealed class ColormapsTests
{
    [Theory]
    [InlineData("turbo", ColormapTypes.Turbo)]
    [InlineData("JET", ColormapTypes.Jet)]
    [InlineData("Viridis", ColormapTypes.Viridis)]
    public void TryParse_NameInAnyCase_IsFound(string name, ColormapTypes expected)
    {
        Assert.True(Colormaps.TryParse(name, out var colormap));
        Assert.Equal(expected, colormap.Type);
    }

    [Theory]
    [InlineData("beige")]
    [InlineData("")]
    [InlineData("2")]
    [InlineData(null)]
    public void TryParse_OtherText_IsRefused(string? name) => Assert.False(Colormaps.TryParse(name, out _));

    [Fact]
    public void Names_All_AreParsedAndCanBePainted() => Assert.All(Colormaps.Names, name =>
    {
        Assert.True(Colormaps.TryParse(name, out var colormap));
        using var renderer = new OverlayRenderer(new OverlayOptions { Colormap = colormap });
    });

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Opacity_OutsideZeroToOne_IsRefused(double opacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OverlayOptions { Opacity = opacity });
}
