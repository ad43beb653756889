using OpenCvSharp;
using StavisLive.Core.Media;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>The thread that a camera is read on.</summary>
/// <remarks>
/// OpenCV's reads block for as long as the driver or a FIFO does, and cannot be cancelled. So they have a thread that
/// nobody waits for without a limit, and that owns the capture: when it comes back to a closed reader it frees it.
/// </remarks>
internal sealed class CameraReader
{
    private readonly CameraAddress _address;
    private readonly CameraOptions _wish;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<VideoFrame?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Action<VideoFrame>> _consumer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isClosed;
    private FramePool? _frames;
    private long? _begunAt;

    public CameraReader(CameraAddress address, CameraOptions wish, TimeProvider time)
    {
        _address = address;
        _wish = wish;
        _time = time;
        new Thread(Run) { Name = $"camera {address.Text}", IsBackground = true }.Start();
    }

    /// <summary>The first picture, owned by whoever takes it; null where the camera gives none.</summary>
    public Task<VideoFrame?> First => _first.Task;

    /// <summary>Done when the camera gives no more pictures and is closed; fails with the cause if reading broke.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Nominal pictures per second; 0 if unknown. Valid once the first has come.</summary>
    public double FrameRate { get; private set; }

    /// <summary>Four letters for how a device encodes its pictures; empty if unknown. Valid once the first has come.</summary>
    public string Format { get; private set; } = "";

    /// <summary>Lets pictures flow. The consumer takes ownership and numbers them.</summary>
    public void Start(Action<VideoFrame> consumer) => _consumer.TrySetResult(consumer);

    /// <summary>Ends reading after the picture under way.</summary>
    public void Close()
    {
        _isClosed = true;
        _consumer.TrySetCanceled();
    }

    private void Run()
    {
        try
        {
            using var capture = _address.Open(_wish);
            using var picture = new Mat();
            var first = capture.IsOpened() ? Read(capture, picture) : null;
            if (first is not null) LearnWhatItGives(capture);
            _first.SetResult(first);
            if (first is not null) ReadFrames(capture, picture);
            _ended.SetResult();
        }
        catch (Exception e)
        {
            // Told to whoever waits for pictures.
            _first.TrySetException(e);
            _ended.TrySetException(e);
        }
    }

    private void LearnWhatItGives(VideoCapture capture)
    {
        FrameRate = capture.Fps;
        if (!_address.IsDevice) return;
        _address.CheckGiven(_wish, capture);
        Format = capture.FourCC.TrimEnd('\0', ' ');
    }

    private void ReadFrames(VideoCapture capture, Mat picture)
    {
        Action<VideoFrame>? consumer = null;
        while (!_isClosed)
        {
            // Until somebody listens the device is kept running, so that no old picture is the first one shown.
            var frame = Read(capture, picture);
            if (frame is null) return;
#pragma warning disable RS0030 // It is there already: nothing waits.
            consumer ??= _consumer.Task.IsCompletedSuccessfully ? _consumer.Task.GetAwaiter().GetResult() : null;
#pragma warning restore RS0030
            if (consumer is null || _isClosed) frame.Dispose();
            else consumer(frame);
        }
    }

    private VideoFrame? Read(VideoCapture capture, Mat picture)
    {
        if (!capture.Read(picture) || picture.Empty()) return null;
        var now = _time.GetTimestamp();
        _begunAt ??= now;
        if (_frames is null || _frames.Width != picture.Width || _frames.Height != picture.Height) _frames = new FramePool(picture.Width, picture.Height);
        var frame = CameraPicture.Copy(picture, _frames, _address.Text);
        frame.CapturedAt = now;
        frame.PresentationTime = MediaTime.FromSeconds(_time.GetElapsedTime(_begunAt.Value, now).TotalSeconds);
        return frame;
    }
}
