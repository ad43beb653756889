using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Capture;

namespace StavisLive.Media.Sources.Frames;

/// <summary>Reads all of a file's audio at once: mono samples (<see cref="AudioFormat"/>) of 16 bits, full scale 32767.</summary>
/// <remarks>16 bits are half the memory, and all that a .wav file usually holds.</remarks>
public static class WholeAudio
{
    private const int BlockLength = 10 * AudioFormat.SampleRate;

    // How long ffmpeg keeps samples for a picture that is yet to come.
    private static readonly TimeSpan InterleaveWait = TimeSpan.FromSeconds(10);

    /// <summary>Reads a file of sound.</summary>
    /// <exception cref="SourceException">There is no such file, or ffmpeg cannot decode it.</exception>
    public static async Task<short[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = await AudioFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        var blocks = new List<short[]>();
        while (await file.ReadAsync(BlockLength, cancellationToken).ConfigureAwait(false) is { } block)
        {
            using (block) blocks.Add(Quantized(block.Samples));
        }
        return [.. blocks.SelectMany(block => block)];
    }

    /// <summary>Reads the sound of a video, from its first picture on: in its place, as when the video is watched.</summary>
    /// <exception cref="SourceException">The video cannot be read or has no picture or no sound.</exception>
    public static async Task<short[]> ReadOfVideoAsync(string path, CancellationToken cancellationToken)
    {
        LocalFile.Check(path);
        try
        {
            var tools = await FfmpegTools.FindAsync(cancellationToken).ConfigureAwait(false);
            var probe = await MediaProbe.ReadAsync(tools, LocalFile.Input(path), cancellationToken).ConfigureAwait(false);
            if (probe is not { Video: { } video, Audio: { } audio }) throw new SourceException($"{path} has no picture or no sound.");
            string[] arguments =
            [
                // Where the pictures begin, the first one tells; few of them, and small, cost next to nothing.
                .. CaptureArguments.Common, "-skip_frame:v", "nokey", .. LocalFile.Input(path),
                .. CaptureArguments.Tracks($"0:{video.Index}", $"0:{audio.Index}", AudioIntake.Samples, samplesPerPacket: 0, CaptureArguments.Bgr("scale=16:16")),
                .. CaptureArguments.Output(InterleaveWait),
            ];
            var process = FfmpegProcess.Start(tools.Ffmpeg, arguments, LocalFile.Name(path));
            await using var capture = new FfmpegCapture(process, AudioIntake.Samples, PixelLayout.Bgr, new FramePools(), TimeProvider.System);
            var sound = new VideoSound();
            if (await capture.ReadHeaderAsync(cancellationToken).ConfigureAwait(false))
                await capture.ReadAsync(sound, onPicture: () => { }, cancellationToken).ConfigureAwait(false);
            var end = await capture.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
            return end.ExitCode == 0 ? sound.ToArray() : throw new SourceException($"The sound of {path} cannot be decoded; ffmpeg says: {end.Reason}");
        }
        catch (Exception exception) when (exception is FfmpegException or InvalidDataException)
        {
            throw new SourceException($"{path} cannot be decoded. {exception.Message}", exception);
        }
    }

    internal static short[] Quantized(Span<float> samples)
    {
        TensorPrimitives.Multiply(samples, short.MaxValue, samples);
        TensorPrimitives.Round<float>(samples, samples);
        var quantized = new short[samples.Length];
        TensorPrimitives.ConvertSaturating<float, short>(samples, quantized);
        return quantized;
    }
}
