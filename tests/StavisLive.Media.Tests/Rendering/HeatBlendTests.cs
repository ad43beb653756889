using OpenCvSharp;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Tests.Rendering;

public sealed class HeatBlendTests
{
    // Widths around the length of a processor's vector, and prime.
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(64)]
    [InlineData(251)]
    public void BlendRow_OpacityZero_LeavesEveryPixelExactly(int width)
    {
        var picture = Noise(width * 3, seed: 1);

        Assert.Equal(picture, Blend(new OverlayOptions { Opacity = 0 }, picture, Noise(width, seed: 2)));
    }

    [Fact]
    public void BlendRow_LittleSaliency_LeavesThePixelExactly()
    {
        // Up to a tenth of the scale nothing is coloured.
        var levels = Enumerable.Range(0, 25).Select(level => (byte)level).ToArray();
        var picture = Noise(levels.Length * 3, seed: 3);

        Assert.Equal(picture, Blend(new OverlayOptions { Opacity = 1 }, picture, levels));
    }

    [Fact]
    public void BlendRow_MostSaliencyAtFullOpacity_IsTheColourItself()
    {
        var colour = Blend(new OverlayOptions { Opacity = 1, Colormap = Colormap.Turbo }, Noise(3, seed: 4), [255]);

        Assert.Equal(Colour(ColormapTypes.Turbo, 255), colour);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.6)]
    public void BlendRow_MostSaliency_MixesByOpacity(double opacity)
    {
        byte[] picture = [10, 120, 240];
        var colour = Colour(ColormapTypes.Jet, 255);

        var blended = Blend(new OverlayOptions { Opacity = opacity, Colormap = Colormap.Jet }, picture, [255]);

        for (var channel = 0; channel < 3; channel++)
            Assert.Equal(((1 - opacity) * picture[channel]) + (opacity * colour[channel]), blended[channel], 1.0);
    }

    [Fact]
    public void BlendRow_RisingSaliency_NeverGetsWeaker()
    {
        var black = new byte[256 * 3];
        var levels = Enumerable.Range(0, 256).Select(level => (byte)level).ToArray();

        // Over black in a single grey colour ramp, brightness is strength times colour, and both rise.
        var blended = Blend(new OverlayOptions { Opacity = 1, Colormap = Colormap.Bone }, black, levels);

        for (var level = 1; level < 256; level++) Assert.True(blended[(level * 3) + 2] >= blended[(level * 3) - 1], $"level {level}");
    }

    [Fact]
    public void BlendRow_AnyWidth_TreatsEveryPixelAlike()
    {
        var options = new OverlayOptions();
        var (picture, levels) = (Noise(251 * 3, seed: 5), Noise(251, seed: 6));

        var row = Blend(options, picture, levels);

        for (var x = 0; x < levels.Length; x++)
            Assert.Equal(Blend(options, picture[(x * 3)..((x * 3) + 3)], levels[x..(x + 1)]), row[(x * 3)..((x * 3) + 3)]);
    }

    private static byte[] Blend(OverlayOptions options, byte[] picture, byte[] levels)
    {
        var output = new byte[picture.Length];
        new HeatBlend(options).BlendRow(picture, levels, output);
        return output;
    }

    private static byte[] Colour(ColormapTypes map, byte level)
    {
        using var grey = new Mat(1, 1, MatType.CV_8UC1, new Scalar(level));
        using var colour = new Mat();
        Cv2.ApplyColorMap(grey, colour, map);
        var pixel = colour.At<Vec3b>(0, 0);
        return [pixel.Item0, pixel.Item1, pixel.Item2];
    }

    private static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
