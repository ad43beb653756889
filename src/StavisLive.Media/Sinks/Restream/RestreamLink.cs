using Microsoft.Extensions.Logging;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources.Reconnection;
using StavisLive.Media.Encoding;
using StavisLive.Media.Files;
using StavisLive.Media.Threads;

namespace StavisLive.Media.Sinks.Restream;

/// <summary>The way to a receiver that may refuse, vanish and come back: an encoder where there is one, and when to try for the next.</summary>
/// <remarks>Owns its encoder. Not thread-safe.</remarks>
/// <param name="encoders">Makes an encoder for each attempt.</param>
/// <param name="address">The receiver.</param>
/// <param name="what">What is sent, for the beginning of a sentence.</param>
/// <param name="name">The receiver's address, safe to show.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told once when it is lost, and once when it is back.</param>
internal sealed partial class RestreamLink(IVideoEncoderFactory encoders, string address, string what, string name, TimeProvider time, ILogger log) : IPictureOutput
{
    // A child that still takes pictures after so long has come through: it cannot hold that many back.
    private static readonly TimeSpan Proven = TimeSpan.FromSeconds(3);

    // Of small ones it can: a pipe holds 64 KB on Linux (pipe(7)), and ffmpeg's reader behind it 32 KB.
    private const long ProvenBytes = 256 * 1024;

    private readonly PatientThread _thread = new("restream");
    private readonly Backoff _backoff = new(new Random()) { First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(30) };
    private IVideoEncoder? _encoder;
    private EncodedVideoFormat? _format;
    private long _openedAt;
    private long _lostAt;
    private TimeSpan _wait;
    private int _failures;
    private bool _isLost;

    /// <summary>Pictures so far that came while there was nobody to send them to.</summary>
    public long Dropped { get; private set; }

    /// <inheritdoc />
    /// <remarks>Tries anew when it is time to.</remarks>
    public bool TakesPicture()
    {
        if (_encoder is not null || time.GetElapsedTime(_lostAt) >= _wait) return true;
        Dropped++;
        return false;
    }

    /// <inheritdoc />
    /// <remarks>Over a new connection where there is none for its format.</remarks>
    public async ValueTask SendPictureAsync(EncodedVideoFormat format, Func<IVideoEncoder, ValueTask> send)
    {
        if (_format != format) await CloseAsync().ConfigureAwait(false);
        if (_encoder is not null || TryOpen(format)) await SendAsync(send).ConfigureAwait(false);
        if (_encoder is null) Dropped++;
        else if (_failures > 0 && _encoder.Written >= ProvenBytes && time.GetElapsedTime(_openedAt) >= Proven) NoteBack();
    }

    /// <inheritdoc />
    /// <remarks>Where there is no connection it is left out: without pictures it is nothing.</remarks>
    public ValueTask SendAudioAsync(Func<IVideoEncoder, ValueTask> send) => _encoder is null ? default : SendAsync(send);

    /// <inheritdoc />
    /// <remarks>The receiver sees the end when this is disposed.</remarks>
    public Task<string?> CompleteAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _thread.Dispose();
    }

    private bool TryOpen(EncodedVideoFormat format)
    {
        try
        {
            _encoder = encoders.Open(address, format);
        }
        // What an encoder says against the very first format is no passing trouble; the disk for its options may be full for a while.
        catch (Exception e) when ((e is SinkException && _format is not null) || OutputFile.IsOfTheSystem(e))
        {
            NoteLost(e.Message);
            return false;
        }
        _format = format;
        _openedAt = time.GetTimestamp();
        return true;
    }

    private async ValueTask SendAsync(Func<IVideoEncoder, ValueTask> send)
    {
        var encoder = _encoder!;
        try
        {
            await _thread.RunAsync(() => send(encoder)).ConfigureAwait(false);
        }
        catch (SinkException e)
        {
            await CloseAsync().ConfigureAwait(false);
            NoteLost(e.Message);
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_encoder is not { } encoder) return;
        _encoder = null;
        await encoder.DisposeAsync().ConfigureAwait(false);
    }

    private void NoteLost(string reason)
    {
        // It had been proven, or there was none before.
        if (!_isLost) LogLost(log, what, reason);
        _isLost = true;
        _lostAt = time.GetTimestamp();
        _wait = _backoff.Before(_failures++, wasRefused: false);
    }

    private void NoteBack()
    {
        (_failures, _isLost) = (0, false);
        LogBack(log, name, Dropped);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What:l} stopped and is tried again every 1 to 30 s; {Reason:l}")]
    private static partial void LogLost(ILogger log, string what, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Address:l} takes the video again; pictures that it missed so far: {Dropped}")]
    private static partial void LogBack(ILogger log, string address, long dropped);
}
