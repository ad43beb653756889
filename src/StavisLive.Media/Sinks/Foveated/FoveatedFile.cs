using StavisLive.Media.Encoding;
using StavisLive.Media.Sinks.Restream;
using StavisLive.Media.Threads;

namespace StavisLive.Media.Sinks.Foveated;

/// <summary>A video file that is encoded on a thread of its own. Owns its encoder.</summary>
internal sealed class FoveatedFile(IVideoEncoder encoder) : IPictureOutput
{
    private readonly PatientThread _thread = new("foveate");

    /// <inheritdoc />
    public bool TakesPicture() => true;

    /// <inheritdoc />
    public async ValueTask SendPictureAsync(EncodedVideoFormat format, Func<IVideoEncoder, ValueTask> send) =>
        await _thread.RunAsync(() => send(encoder)).ConfigureAwait(false);

    /// <inheritdoc />
    public ValueTask SendAudioAsync(Func<IVideoEncoder, ValueTask> send) => send(encoder);

    /// <inheritdoc />
    public Task<string?> CompleteAsync(CancellationToken cancellationToken) => encoder.CompleteAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _thread.Dispose();
        await encoder.DisposeAsync().ConfigureAwait(false);
    }
}
