using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Libav;

namespace StavisLive.Media.Tests.Encoding.Libav;

public sealed class LibavEncoderTests
{
    private const int Width = 64;
    private const int Height = 48;

    [Theory]
    [InlineData("libx264", "preset=medium")]
    [InlineData("libx264", "preset=veryfast;tune=zerolatency;bf=0")]
    [InlineData("libx265", "preset=fast;x265-params=log-level=none")]
    [InlineData("libvpx-vp9", "deadline=realtime;cpu-used=7;lag-in-frames=0")]
    public void Encode_UnevenTimes_ComeOutWithTheirPictures(string encoder, string options)
    {
        long[] times = [500, 533, 600, 601, 1_200, 2_845, 2_846, 2_847];
        using var subject = Open(encoder, options);

        var taken = Run(subject, times, []);

        Assert.Equal(times.Select(MediaTime.FromMilliseconds), taken.Select(packet => packet.Time).Order());
        Assert.True(taken[0].IsKey);
        Assert.Equal(times[0], (long)taken[0].Time.Milliseconds);
    }

    [Theory]
    [InlineData(FoveationCodec.H264, null)]
    [InlineData(FoveationCodec.H264, 500.0)]
    [InlineData(FoveationCodec.Hevc, 500.0)]
    [InlineData(FoveationCodec.Vp9, 500.0)]
    public void Encode_Live_ComesOutAtOnce(FoveationCodec codec, double? bitrate)
    {
        var format = new EncodedVideoFormat { Width = Width, Height = Height, FrameRate = 25, IsLive = true };
        var how = FoveatedCodec.Of(codec);
        using var subject = new LibavEncoder(
            LibavLibrary.Get(), how.Encoder, how.Options(format, bitrate, quality: null, isSent: true), Width, Height, 25, FoveatedCodec.KeyDistance(isSent: true));
        var count = 0;
        for (var picture = 0; picture < 20; picture++)
        {
            subject.Encode(new byte[Width * Height * 3], MediaTime.FromMilliseconds(picture * 200), [], (_, _, _) => count++);
            Assert.Equal(picture + 1, count);
        }
    }

    [Theory]
    [InlineData(25)]
    [InlineData(30_000 / 1_001.0)]
    [InlineData(12.5)]
    public void Header_HevcOffline_StatesTheRateOfTheTimes(double rate)
    {
        var how = FoveatedCodec.Of(FoveationCodec.Hevc);
        var format = new EncodedVideoFormat { Width = Width, Height = Height, FrameRate = rate };
        (string Name, string Value)[] options = [.. how.Options(format, bitrate: null, quality: null, isSent: false)];
        var untold = options.Select(option => option.Name == "x265-params" ? (option.Name, option.Value[..option.Value.IndexOf(":fps=")]) : option);

        Assert.Equal(HeaderOf(untold), HeaderOf(options));

        byte[] HeaderOf(IEnumerable<(string, string)> options)
        {
            using var subject = new LibavEncoder(LibavLibrary.Get(), how.Encoder, options, Width, Height, rate);
            return subject.Header;
        }
    }

    [Theory]
    [InlineData("libx264", "preset=veryfast;aq-mode=1", true)]
    [InlineData("libx264", "preset=ultrafast", false)]
    [InlineData("libx265", "preset=ultrafast;tune=zerolatency;x265-params=log-level=none:aq-mode=1:aq-strength=1", true)]
    [InlineData("libx265", "preset=ultrafast;tune=zerolatency;x265-params=log-level=none:aq-mode=1", false)]
    [InlineData("libvpx-vp9", "deadline=realtime;cpu-used=7;lag-in-frames=0;aq-mode=0", true)]
    [InlineData("libvpx-vp9", "deadline=good;cpu-used=4;aq-mode=0", false)]
    public void Encode_Regions_ChangeWhatComesOutWhereTheEncoderTakesThem(string encoder, string options, bool takes)
    {
        long[] times = [0, 40, 80, 120, 160];
        long plain, regional;
        using (var subject = Open(encoder, options)) plain = Run(subject, times, []).Sum(packet => packet.Length);
        using (var subject = Open(encoder, options))
            regional = Run(subject, times, [new RegionOfInterest(0, 0, Width, Height / 2, 10 / 51f)]).Sum(packet => packet.Length);

        if (takes) Assert.InRange(regional, plain * 0.3, plain * 0.95);
        else Assert.Equal(plain, regional);
    }

    // As live video does until its first map comes; x265, asked so by itself, ends the whole program.
    [Theory]
    [InlineData("libx264", "preset=veryfast;tune=zerolatency;bf=0")]
    [InlineData("libx265", "preset=ultrafast;tune=zerolatency;bf=0;x265-params=log-level=none:aq-mode=1:aq-strength=1:qg-size=16")]
    [InlineData("libx265", "preset=fast;x265-params=log-level=none")]
    [InlineData("libvpx-vp9", "deadline=realtime;cpu-used=7;lag-in-frames=0;aq-mode=0")]
    public void Encode_RegionsThatComeAndGo_GoesOn(string encoder, string options)
    {
        using var subject = Open(encoder, options);
        var count = 0;
        for (var picture = 0; picture < 100; picture++)
        {
            RegionOfInterest[] regions = picture / 20 % 2 == 1 ? [new(0, 0, Width, Height / 2, 10 / 51f)] : [];
            subject.Encode(new byte[Width * Height * 3], MediaTime.FromMilliseconds(picture * 40), regions, (_, _, _) => count++);
        }
        subject.Complete((_, _, _) => count++);

        Assert.Equal(100, count);
    }

    // x264 gives both the same quantizers only where the first one counts.
    [Fact]
    public void Encode_RegionsOverlap_TheFirstCounts()
    {
        RegionOfInterest[] first = [new(0, 0, Width, Height, 10 / 51f)];
        RegionOfInterest[] both = [.. first, new(0, 0, Width, Height, -10 / 51f)];

        Assert.Equal(Length(first), Length(both));
        Assert.NotEqual(Length(first), Length([both[1]]));

        static long Length(RegionOfInterest[] regions)
        {
            using var subject = Open("libx264", "preset=veryfast");
            return Run(subject, [0, 40, 80], regions).Sum(packet => packet.Length);
        }
    }

    [Theory]
    [InlineData("libnothing", "", "has no libnothing")]
    [InlineData("libx264", "preset=slothful", "libx264")]
    [InlineData("libx264", "no-such-option=1", "takes no no-such-option=1")]
    public void New_WrongEncoderOrOption_IsNamed(string encoder, string options, string words) =>
        Assert.Contains(words, Assert.Throws<LibavException>(() => Open(encoder, options)).Message);

    private static LibavEncoder Open(string encoder, string options) =>
        new(LibavLibrary.Get(), encoder, options.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Pair), Width, Height, 25);

    private static (string, string) Pair(string option) => (option[..option.IndexOf('=')], option[(option.IndexOf('=') + 1)..]);

    private static List<(MediaTime Time, int Length, bool IsKey)> Run(LibavEncoder encoder, long[] times, RegionOfInterest[] regions)
    {
        var taken = new List<(MediaTime, int, bool)>();
        var random = new Random(3);
        var pixels = new byte[Width * Height * 3];
        foreach (var time in times)
        {
            random.NextBytes(pixels);
            encoder.Encode(pixels, MediaTime.FromMilliseconds(time), regions, Take);
        }
        encoder.Complete(Take);
        return taken;

        void Take(MediaTime time, ReadOnlySpan<byte> bytes, bool isKey) => taken.Add((time, bytes.Length, isKey));
    }
}
