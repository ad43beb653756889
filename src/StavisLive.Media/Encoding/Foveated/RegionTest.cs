using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding.Libav;

namespace StavisLive.Media.Encoding.Foveated;

/// <summary>Finds out whether this machine's encoder does what regions ask for, and key frames, by encoding the same pictures with a region and without.</summary>
internal static class RegionTest
{
    private const int Width = 192;
    private const int Height = 128;

    // Encoders may leave key frames as they are: the first picture, and live the last, for which one is asked.
    private const int Pictures = 5;
    private const int Milliseconds = 40;

    // Half of each picture is asked for ten steps of H.264 worse, which takes away far more.
    private const float Offset = 10 / 51f;
    private const double Share = 0.95;

    /// <summary>Null where it does; else why not, for the middle of a sentence.</summary>
    /// <param name="find">What finds libavcodec.</param>
    /// <param name="codec">The codec.</param>
    /// <param name="isLive">Whether it is to be encoded as live video is.</param>
    public static string? Trouble(Func<LibavLibrary> find, FoveationCodec codec, bool isLive)
    {
        try
        {
            var library = find();
            var (plain, _) = Measure(library, codec, isLive, []);
            var (regional, endsWithKey) = Measure(library, codec, isLive, [new RegionOfInterest(0, 0, Width, Height / 2, Offset)]);
            if (regional >= plain * Share) return $"{FoveatedCodec.Of(codec).Encoder} of {library.Name} ignores regions of interest";
            return endsWithKey || !isLive ? null : $"{FoveatedCodec.Of(codec).Encoder} of {library.Name} makes no key frame where one is asked for";
        }
        catch (LibavException e)
        {
            return e.Message;
        }
    }

    private static (long Bytes, bool EndsWithKey) Measure(LibavLibrary library, FoveationCodec codec, bool isLive, ReadOnlySpan<RegionOfInterest> regions)
    {
        var how = FoveatedCodec.Of(codec);
        var format = new EncodedVideoFormat { Width = Width, Height = Height, FrameRate = 25, IsLive = isLive };
        using var encoder = new LibavEncoder(library, how.Encoder, how.Options(format, bitrate: null, quality: null, isSent: false), Width, Height, format.NominalRate,
            isLive ? MediaTime.FromMilliseconds((Pictures - 1) * Milliseconds) : null);
        // Always the same ones.
        var random = new Random(1);
        var pixels = new byte[Width * Height * 3];
        var (bytes, endsWithKey) = (0L, false);
        for (var picture = 0; picture < Pictures; picture++)
        {
            random.NextBytes(pixels);
            encoder.Encode(pixels, MediaTime.FromMilliseconds(picture * Milliseconds), regions, Count);
        }
        encoder.Complete(Count);
        return (bytes, endsWithKey);

        void Count(MediaTime time, ReadOnlySpan<byte> data, bool isKey) => (bytes, endsWithKey) = (bytes + data.Length, isKey);
    }
}
