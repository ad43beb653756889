using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Capture;

namespace StavisLive.Media.Sources.Frames;

/// <summary>A file's audio as mono samples (<see cref="AudioFormat"/>), read bit by bit. Owns its ffmpeg child.</summary>
internal sealed class AudioFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly FfmpegProcess _process;

    private AudioFile(string path, FfmpegProcess process)
    {
        _path = path;
        _process = process;
    }

    /// <summary>Samples read so far.</summary>
    public long Position { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">There is nothing to read.</exception>
    public static async Task<AudioFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        LocalFile.Check(path);
        var tools = await FfmpegTools.FindAsync(cancellationToken).ConfigureAwait(false);
        string[] arguments =
        [
            .. CaptureArguments.Common, .. LocalFile.Input(path),
            "-map", "0:a:0", "-filter:a:0", CaptureArguments.Samples, "-ac", "1", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
        ];
        return new AudioFile(path, FfmpegProcess.Start(tools.Ffmpeg, arguments, LocalFile.Name(path)));
    }

    /// <summary>The next samples, fewer only at the end; null behind it. The caller owns the block.</summary>
    /// <exception cref="SourceException">ffmpeg cannot decode them.</exception>
    public async ValueTask<AudioBlock?> ReadAsync(int count, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(_process.Kill).ConfigureAwait(false);
        var bytes = new byte[count * sizeof(float)];
        var read = await _process.Output.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read < bytes.Length) await CheckEndAsync(cancellationToken).ConfigureAwait(false);
        if (read < sizeof(float)) return null;

        var block = AudioBlock.Rent(read / sizeof(float));
        MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, block.Count * sizeof(float))).CopyTo(block.Samples);
        block.PresentationTime = MediaTime.FromSeconds(Position / (double)AudioFormat.SampleRate);
        Position += block.Count;
        return block;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task CheckEndAsync(CancellationToken cancellationToken)
    {
        if (await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false) == 0) return;
        throw new SourceException($"The sound {_path} cannot be decoded; ffmpeg says: {_process.Reason}");
    }
}
