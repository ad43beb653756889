using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Model.Tests.Parity;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference;

public sealed class FramePreprocessorTests
{
    public FramePreprocessorTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData("hd")]
    [InlineData("vga")]
    [InlineData("tall")]
    public void Process_GoldenFrame_MatchesTheAuthorsLoader(string name)
    {
        var (shape, rgb) = Golden.Npz<byte>("preprocess-video.npz", $"rgb_{name}");
        var expected = Golden.Npz<float>("preprocess-video.npz", $"expected_{name}").Values;

        var picture = Process(rgb, (int)shape[1], (int)shape[0]);

        var difference = picture.Select((value, index) =>
        {
            var (pixel, channel) = Math.DivRem(index, 3);
            return Math.Abs(value - NetworkInput.Mean[channel] - expected[(channel * SaliencyMap.Length) + pixel]);
        }).Average();
        TestContext.Current.TestOutputHelper!.WriteLine($"mean |difference| {difference:F3} grey levels");
        Assert.True(difference <= 0.5, $"mean |difference| {difference:F3} grey levels");
    }

    [Theory]
    [InlineData(1280, 720)]
    [InlineData(333, 251)]
    [InlineData(112, 112)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(2000, 3)]
    [InlineData(3, 2000)]
    [InlineData(111, 113)]
    public void Process_AnySize_MatchesLibtorchsAntialiasedResize(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        new Random(width + height).NextBytes(rgb);

        var picture = Process(rgb, width, height);

        using var scope = NewDisposeScope();
        var source = tensor(rgb, [1, height, width, 3]).permute(0, 3, 1, 2).to(float32);
        var resized = nn.functional.interpolate(source, [112, 112], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true);
        var expected = Numbers.Of(resized.permute(0, 2, 3, 1));

        // Rounded to 8 bits; a value halfway between two may go either way.
        var actual = Array.ConvertAll(picture, value => (float)value);
        Assert.InRange(Numbers.MaxDifference(expected, actual), 0, 0.5 + 1e-3);
    }

    [Fact]
    public void Process_SizeChanges_FollowsIt()
    {
        var preprocessor = new FramePreprocessor();
        byte[] large = new byte[300 * 200 * 3], small = new byte[20 * 30 * 3];
        new Random(1).NextBytes(large);
        new Random(2).NextBytes(small);

        Process(preprocessor, large, 300, 200);
        var picture = Process(preprocessor, small, 20, 30);

        Assert.Equal(Process(small, 20, 30), picture);
        Assert.Equal(Process(large, 300, 200), Process(preprocessor, large, 300, 200));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void Process_OneColour_StaysThatColour(byte value)
    {
        var rgb = new byte[333 * 251 * 3];
        Array.Fill(rgb, value);

        Assert.All(Process(rgb, 333, 251), actual => Assert.Equal(value, actual));
    }

    [Fact]
    public void Process_SteadyState_AllocatesNothing()
    {
        using var frame = new FramePool(640, 360).Rent();
        var preprocessor = new FramePreprocessor();
        var picture = new byte[NetworkWindow.BytesPerFrame];
        preprocessor.Process(frame, picture);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 10; step++) preprocessor.Process(frame, picture);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Process_PictureOfWrongLength_SaysSo()
    {
        using var frame = new FramePool(4, 4).Rent();

        Assert.Throws<ArgumentException>(() => new FramePreprocessor().Process(frame, new byte[10]));
    }

    private static byte[] Process(byte[] rgb, int width, int height) => Process(new FramePreprocessor(), rgb, width, height);

    private static byte[] Process(FramePreprocessor preprocessor, byte[] rgb, int width, int height)
    {
        using var frame = new FramePool(width, height).Rent();
        for (var at = 0; at < rgb.Length; at += 3)
            (frame.Pixels[at], frame.Pixels[at + 1], frame.Pixels[at + 2]) = (rgb[at + 2], rgb[at + 1], rgb[at]);
        var picture = new byte[NetworkWindow.BytesPerFrame];
        preprocessor.Process(frame, picture);
        return picture;
    }
}
