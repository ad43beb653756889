using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Stills;

namespace StavisLive.Media.Sources.Frames;

/// <summary>A video that lies on disk as one picture file a frame, with its audio in a file beside them.</summary>
/// <remarks>Audio comes a second ahead of the pictures, so that a window's audio is there before its last frame.</remarks>
public sealed class FrameFolderSource : ISource
{
    private const long AudioLead = AudioFormat.SampleRate;

    private readonly IReadOnlyList<string> _pictures;
    private readonly double _frameRate;
    private readonly string? _audioFile;
    private readonly TimeProvider _time;
    private readonly PictureReader _reader = new();
    private AudioFile? _audio;

    /// <param name="name">The video's name.</param>
    /// <param name="pictures">Its frames' files in order.</param>
    /// <param name="frameRate">Frames per second.</param>
    /// <param name="audioFile">Its audio; null for none.</param>
    /// <param name="time">Stamps arrivals.</param>
    public FrameFolderSource(string name, IReadOnlyList<string> pictures, double frameRate, string? audioFile, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frameRate);
        Name = name;
        _pictures = pictures;
        _frameRate = frameRate;
        _audioFile = audioFile;
        _time = time;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        if (_audioFile is { } file) _audio = await AudioFile.OpenAsync(file, cancellationToken).ConfigureAwait(false);
        return new SourceDescription
        {
            Width = 0,
            Height = 0,
            FrameRate = _frameRate,
            HasAudio = _audio is not null,
            FrameCount = _pictures.Count,
        };
    }

    /// <inheritdoc />
    public async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        for (var index = 0; index < _pictures.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var time = MediaTime.FromSeconds(index / _frameRate);
            await WriteAudioAsync(output, time, cancellationToken).ConfigureAwait(false);
            var frame = _reader.Read(_pictures[index]);
            frame.Index = index;
            frame.PresentationTime = time;
            frame.CapturedAt = _time.GetTimestamp();
            await output.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _audio?.DisposeAsync() ?? default;

    private async Task WriteAudioAsync(IMediaWriter output, MediaTime time, CancellationToken cancellationToken)
    {
        if (_audio is not { } audio) return;
        var missing = (long)(time.Seconds * AudioFormat.SampleRate) + AudioLead - audio.Position;
        if (missing <= 0) return;
        if (await audio.ReadAsync((int)missing, cancellationToken).ConfigureAwait(false) is { } block)
            await output.WriteAsync(block, cancellationToken).ConfigureAwait(false);
    }
}
