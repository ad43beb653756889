using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Libav;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Trials;

/// <summary>Encodes a clip through libavcodec with the options of foveated video, and decodes it again through ffmpeg, so that both can be compared.</summary>
/// <param name="tools">The ffmpeg to decode with.</param>
/// <param name="clip">The clip; borrowed.</param>
public sealed class TrialEncoder(FfmpegTools tools, TrialClip clip)
{
    private const string VideoFile = "video";
    private const string StatisticsFile = "statistics";

    /// <summary>The regions of a picture.</summary>
    public delegate ReadOnlySpan<RegionOfInterest> Regions(int picture);

    /// <summary>Takes a picture as it was and as it has become. Borrowed for the call.</summary>
    public delegate void Compare(int picture, ReadOnlySpan<byte> original, ReadOnlySpan<byte> decoded);

    /// <summary>Whether a codec can be had at a mean bitrate in two passes.</summary>
    public static bool HasTwoPasses(FoveationCodec codec) => codec != FoveationCodec.Vp9;

    /// <summary>Encodes, decodes and compares.</summary>
    /// <param name="settings">How.</param>
    /// <param name="regions">Where quality differs.</param>
    /// <param name="compare">Told of every picture, in order.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SinkException">The encoder is missing, or failed.</exception>
    /// <exception cref="FfmpegException">What it made cannot be decoded.</exception>
    public async Task<TrialOutcome> RunAsync(TrialSettings settings, Regions regions, Compare compare, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("stavis-trial-");
        try
        {
            var begun = Stopwatch.GetTimestamp();
            if (settings.Bitrate is not null) Encode(settings, regions, folder, pass: 1, cancellationToken);
            var bytes = Encode(settings, regions, folder, pass: settings.Bitrate is null ? null : 2, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(begun);
            await DecodeAsync(settings.Codec, Path.Combine(folder.FullName, VideoFile), compare, cancellationToken).ConfigureAwait(false);
            return new TrialOutcome(bytes, elapsed);
        }
        catch (LibavException e)
        {
            throw new SinkException($"The clip cannot be encoded: {e.Message}.", e);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private long Encode(TrialSettings settings, Regions regions, DirectoryInfo folder, int? pass, CancellationToken cancellationToken)
    {
        var library = LibavLibrary.Get();
        using var output = File.Create(Path.Combine(folder.FullName, VideoFile));
        using var context = new LibavContext(library, FoveatedCodec.Of(settings.Codec).Encoder, OptionsOf(settings, Path.Combine(folder.FullName, StatisticsFile), pass));
        using var frame = new LibavFrame(library, clip.Width, clip.Height);
        var isVp9 = settings.Codec == FoveationCodec.Vp9;
        if (isVp9) WriteIvfHead(output);
        var nowhere = LibavEncoder.NowhereFor(FoveatedCodec.Of(settings.Codec).Encoder, clip.Width, clip.Height);
        var bytes = 0L;
        var picture = new byte[clip.PictureLength];
        for (var number = 0; number < clip.Count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            clip.Read(number, picture);
            frame.Claim();
            Fill(frame, picture);
            var areas = settings.IsPlain ? default : regions(number);
            frame.SetRegions(areas.IsEmpty && !settings.IsPlain ? nowhere : areas);
            frame.SetTime(number);
            context.Encode(frame, Write);
        }
        context.Encode(null, Write);
        return bytes;

        void Write(LibavPacket packet)
        {
            bytes += packet.Data.Length;
            if (isVp9) WriteIvfFrameHead(output, packet);
            output.Write(packet.Data);
        }
    }

    private IEnumerable<(string Name, string Value)> OptionsOf(TrialSettings settings, string statistics, int? pass)
    {
        var codec = FoveatedCodec.Of(settings.Codec);
        var format = new EncodedVideoFormat { Width = clip.Width, Height = clip.Height, FrameRate = clip.FrameRate, IsLive = settings.IsLive };
        var rate = settings.Bitrate is { } bits ? (double?)(bits / 1000) : null;
        // What is sent live is held to its bitrate from picture to picture, which is no mean.
        var options = codec.Options(rate is null ? format : format with { IsLive = false }, rate, rate is null ? settings.Quality : null, isSent: false).ToList();
        if (rate is not null && settings.IsLive) options = [.. codec.Own(true, clip.FrameRate), ("b", options.First(option => option.Name == "b").Value)];
        var parameters = options.FirstOrDefault(option => option.Name == "x265-params").Value;
        // By itself libvpx has this one, which it must do without where it honours regions.
        if (settings.IsPlain && settings.Codec == FoveationCodec.Vp9) options = [.. options.Where(option => option.Name != "aq-mode"), ("aq-mode", "3")];
        if (settings.Codec == FoveationCodec.H264 && pass is { } h264Pass) options.AddRange([("flags", $"+pass{h264Pass}"), ("stats", statistics)]);
        if (settings.Codec == FoveationCodec.Hevc && pass is { } hevcPass) parameters += $":pass={hevcPass}:stats={LibavText.Escape(statistics)}";
        if (parameters is not null) options = [.. options.Where(option => option.Name != "x265-params"), ("x265-params", parameters)];
        var (pictures, seconds) = FrameRates.Fraction(clip.FrameRate);
        return
        [
            ("video_size", string.Create(CultureInfo.InvariantCulture, $"{clip.Width}x{clip.Height}")), ("pixel_format", "yuv420p"),
            ("time_base", string.Create(CultureInfo.InvariantCulture, $"{seconds}/{pictures}")), ("threads", "auto"), .. options,
        ];
    }

    private unsafe void Fill(LibavFrame frame, ReadOnlySpan<byte> picture)
    {
        for (var number = 0; number < 3; number++)
        {
            var (plane, scale) = (frame.Plane(number), number == 0 ? 1 : 2);
            var (width, height) = (clip.Width / scale, clip.Height / scale);
            for (var row = 0; row < height; row++)
            {
                picture[..width].CopyTo(new Span<byte>(plane.Row(row), width));
                picture = picture[width..];
            }
        }
    }

    private async Task DecodeAsync(FoveationCodec codec, string path, Compare compare, CancellationToken cancellationToken)
    {
        var format = codec switch { FoveationCodec.H264 => "h264", FoveationCodec.Hevc => "hevc", _ => "ivf" };
        await using var child = FfmpegProcess.Start(
            tools.Ffmpeg, ["-nostdin", "-v", "error", "-f", format, "-i", path, "-fps_mode", "passthrough", "-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1"], path);
        await using var killing = cancellationToken.Register(child.Kill).ConfigureAwait(false);
        var (original, decoded) = (new byte[clip.PictureLength], new byte[clip.PictureLength]);
        var number = 0;
        for (; number < clip.Count; number++)
        {
            if (await child.Output.ReadAtLeastAsync(decoded, decoded.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < decoded.Length) break;
            clip.Read(number, original);
            compare(number, original, decoded);
        }
        await child.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (number < clip.Count) throw new FfmpegException($"Of {clip.Count} encoded pictures only {number} could be decoded: {child.Reason}");
    }

    private void WriteIvfHead(FileStream output)
    {
        var head = new byte[32];
        "DKIF"u8.CopyTo(head);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(6), 32);
        "VP90"u8.CopyTo(head.AsSpan(8));
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(12), (short)clip.Width);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(14), (short)clip.Height);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(16), (int)Math.Round(clip.FrameRate * 1000));
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(20), 1000);
        output.Write(head);
    }

    private static void WriteIvfFrameHead(FileStream output, LibavPacket packet)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(head, packet.Data.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[4..], packet.Time);
        output.Write(head);
    }
}
