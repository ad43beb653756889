using StavisLive.Evaluation.Foveation;

namespace StavisLive.Evaluation.Tests.Foveation;

public class WeightedQualityTests
{
    private const int Width = 32;
    private const int Height = 16;

    [Fact]
    public void Psnr_ErrorInOneHalf_ByWhoseWeightItIs()
    {
        var (original, decoded) = (Picture(), Picture());
        for (var at = 0; at < decoded.Length; at++)
        {
            if (at % Width >= Width / 2) decoded[at] += 10;
        }
        var quality = new LocalQuality(Width, Height);
        var left = new float[112 * 112];
        for (var cell = 0; cell < left.Length; cell++) left[cell] = cell % 112 < 56 ? 1 : 0;
        var right = left.Select(value => 1 - value).ToArray();
        var plain = new WeightedQuality(quality, null);
        var bad = new WeightedQuality(quality, WeightedQuality.WeightsOf([right], Width, Height));
        var good = new WeightedQuality(quality, WeightedQuality.WeightsOf([left], Width, Height));
        quality.Measure(original, decoded);
        foreach (var each in new[] { plain, bad, good }) each.Count(0);
        Assert.Equal(10 * Math.Log10(255 * 255 / 50.0), plain.Psnr, 6);
        Assert.Equal(10 * Math.Log10(255 * 255 / 100.0), bad.Psnr, 6);
        Assert.True(good.Psnr > 100);
        Assert.True(good.Ssim > 90 && bad.Ssim < good.Ssim);
    }

    [Fact]
    public void Count_PictureNobodyLookedAt_DoesNotCount()
    {
        var quality = new LocalQuality(Width, Height);
        var weighted = new WeightedQuality(quality, WeightedQuality.WeightsOf([Enumerable.Repeat(1f, 112 * 112).ToArray(), null], Width, Height));
        quality.Measure(Picture(), Picture().Select(value => (byte)(value + 1)).ToArray());
        weighted.Count(0);
        quality.Measure(Picture(), Picture().Select(value => (byte)(value + 30)).ToArray());
        weighted.Count(1);
        Assert.Equal(10 * Math.Log10(255 * 255), weighted.Psnr, 6);
    }

    private static byte[] Picture() => [.. Enumerable.Range(0, Width * Height).Select(at => (byte)(40 + at * 7 % 90))];
}
