using StavisLive.Core.Media;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Tests.Rendering;

public class SpectralResidualTests
{
    [Fact]
    public void Compute_OddOneOnATexture_StandsOut()
    {
        using var frame = new FramePool(256, 192).Rent();
        var random = new Random(1);
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
            {
                var isOdd = x is >= 176 and < 208 && y is >= 48 and < 80;
                frame.Pixels.Slice(((y * frame.Width) + x) * 3, 3).Fill((byte)((isOdd ? 190 : 80) + random.Next(40)));
            }
        }
        var map = new float[SaliencyMap.Length];
        using var residual = new SpectralResidual();

        residual.Compute(frame, map);

        var peak = Array.IndexOf(map, map.Max());
        Assert.InRange(peak % SaliencyMap.Side, 176 * 112 / 256 - 4, 208 * 112 / 256 + 4);
        Assert.InRange(peak / SaliencyMap.Side, 48 * 112 / 192 - 4, 80 * 112 / 192 + 4);
    }
}
