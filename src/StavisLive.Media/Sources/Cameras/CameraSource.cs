using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Threads;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>A camera, or a FIFO that is played as one: pictures as they happen, without audio.</summary>
public sealed partial class CameraSource : ISource
{
    // A driver's read ends with the next picture; what takes longer hangs, and is left to its thread.
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(2);

    private readonly CameraAddress _address;
    private readonly CameraOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private CameraReader? _reader;

    /// <param name="camera">A number, a device such as <c>/dev/video0</c>, or the path of a FIFO or file.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="time">Clock of capture times.</param>
    /// <param name="log">Told when a camera hangs.</param>
    public CameraSource(string camera, CameraOptions options, TimeProvider time, ILogger log)
    {
        _address = new CameraAddress(camera);
        _options = options;
        _time = time;
        _log = log;
    }

    /// <summary>Whether it makes sense to connect to that camera again when it is lost: a device may be plugged in again.</summary>
    public static bool MayComeBack(string camera) => new CameraAddress(camera).IsDevice;

    /// <summary>The path of what <c>source.camera</c> names; null where a number is none, as on Windows.</summary>
    public static string? PathOf(string camera) => new CameraAddress(camera).Place;

    /// <inheritdoc />
    public string Name => $"camera {_address.Text}";

    /// <inheritdoc />
    public async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        await _address.CheckAsync(cancellationToken).ConfigureAwait(false);
        _reader = new CameraReader(_address, _options, _time);
        try
        {
            using var first = await _reader.First.WaitAsync(_options.ConnectTimeout, _time, cancellationToken).ConfigureAwait(false)
                ?? throw await _address.RefusedAsync(cancellationToken).ConfigureAwait(false);
            if (_address.IsDevice) LogGives(_log, Name, first.Width, first.Height, _reader.FrameRate, _reader.Format);
            return new SourceDescription
            {
                Width = first.Width,
                Height = first.Height,
                FrameRate = FrameRates.Choose(_reader.FrameRate),
                IsLive = true,
            };
        }
        catch (TimeoutException e)
        {
            throw _address.Silent(_options.ConnectTimeout, e);
        }
        catch (Exception e) when (e is OpenCvSharp.OpenCVException or OpenCvSharp.OpenCvSharpException)
        {
            // A device that goes away while it is opened.
            throw new SourceException($"{Name} cannot be opened: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        var reader = _reader ?? throw new InvalidOperationException("OpenAsync comes first.");
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watchdog = new Watchdog(_options.ReadTimeout, () => stalled.TrySetResult(), _time);
        var index = 0L;
        reader.Start(frame =>
        {
            watchdog.Feed();
            frame.Index = index++;
            // A live writer never lets the camera wait.
            OwnThread.Wait(output.WriteAsync(frame, cancellationToken));
        });
        var first = await Task.WhenAny(reader.Ended, stalled.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (first == stalled.Task)
            throw new SourceException($"{Name} has given no picture for {_options.ReadTimeout.TotalSeconds:0.#} s, after {index} frames. Is it unplugged?");
        try
        {
            await reader.Ended.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OpenCvSharp.OpenCVException or OpenCvSharp.OpenCvSharpException)
        {
            throw new SourceException($"{Name} broke off after {index} frames: {e.Message}", e);
        }
        throw new SourceException($"{Name} ended after {index} frames. Is it unplugged?");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_reader is not { } reader) return;
        reader.Close();
        var closed = await Task.WhenAny(reader.Ended, Task.Delay(ClosingTime, _time)).ConfigureAwait(false);
        if (closed != reader.Ended) LogAbandoned(_log, Name);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Camera:l} gives {Width}x{Height} at {Rate:0.##} fps as {Format:l}")]
    private static partial void LogGives(ILogger log, string camera, int width, int height, double rate, string format);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Camera} hangs in its driver; it is closed as soon as the driver comes back")]
    private static partial void LogAbandoned(ILogger log, string camera);
}
