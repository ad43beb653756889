using System.Globalization;
using OpenCvSharp;
using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>What <c>source.camera</c> names: a number, a device, or a file that is played as a camera.</summary>
internal sealed record CameraAddress(string Text)
{
    private int? Number =>
        int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Text.StartsWith("/dev/video", StringComparison.Ordinal) && int.TryParse(Text.AsSpan(10), NumberStyles.None, CultureInfo.InvariantCulture, out number) ? number
        : null;

    /// <summary>Whether it is a device, which may come back, and not a FIFO or file, whose end is its writer's will.</summary>
    public bool IsDevice => Number is not null;

    // That of Windows is the one by whose numbers cameras are listed, and opens within a second.
    private static VideoCaptureAPIs Backend =>
        OperatingSystem.IsLinux() ? VideoCaptureAPIs.V4L2 : OperatingSystem.IsWindows() ? VideoCaptureAPIs.DSHOW : VideoCaptureAPIs.ANY;

    private string DevicePath => $"/dev/video{Number}";

    /// <summary>Opens it and asks it for what is wanted. May block for as long as the device or a FIFO's writer pleases.</summary>
    /// <exception cref="SourceException">It does not offer that; the message lists what it does.</exception>
    public VideoCapture Open(CameraOptions wish)
    {
        // Its warnings name neither the camera nor the cause, as our own messages do.
        Cv2.SetLogLevel(LogLevel.ERROR);
        if (Number is not { } number) return new VideoCapture(Text, VideoCaptureAPIs.FFMPEG);
        var format = CameraModeChoice.Choose(Text, wish, Modes());
        var capture = new VideoCapture(number, Backend);
        // The format first: sizes belong to it, and rates to sizes.
        if (format is not null) capture.Set(VideoCaptureProperties.FourCC, FourCC.FromString(format).Value);
        if (wish.Size is { } size)
        {
            capture.Set(VideoCaptureProperties.FrameWidth, size.Width);
            capture.Set(VideoCaptureProperties.FrameHeight, size.Height);
        }
        if (wish.Rate is { } rate) capture.Set(VideoCaptureProperties.Fps, rate);
        return capture;
    }

    /// <summary>Makes sure that an open device gives what was wanted of it.</summary>
    /// <exception cref="SourceException">It does not; the message lists what it offers.</exception>
    public void CheckGiven(CameraOptions wish, VideoCapture capture)
    {
        var isSize = wish.Size is not { } size || (capture.FrameWidth == size.Width && capture.FrameHeight == size.Height);
        var isRate = wish.Rate is not { } rate || CameraMode.IsSame(capture.Fps, rate);
        if (!isSize || !isRate) throw CameraModeChoice.Refuse(Text, wish, Modes());
    }

    private IReadOnlyList<CameraMode> Modes()
    {
        if (!OperatingSystem.IsLinux()) return [];
        using var device = File.OpenHandle(DevicePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        return VideoDevice.Modes(device);
    }

    /// <summary>Finds out what is wrong before anything blocks.</summary>
    /// <exception cref="SourceException">It is not there, or not for this user.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (Number is not { } number)
        {
            if (!File.Exists(Text))
                throw new SourceException($"There is no camera {Text}: give a number, a device such as /dev/video0, or a FIFO. {Found(await TryFindAsync(cancellationToken).ConfigureAwait(false))}");
            return;
        }
        if (OperatingSystem.IsLinux()) await CheckDeviceAsync(cancellationToken).ConfigureAwait(false);
        else if (await TryFindAsync(cancellationToken).ConfigureAwait(false) is { } cameras && !cameras.Any(camera => camera.Number == number))
            throw new SourceException($"There is no camera {Text}. {Found(cameras)}");
    }

    private async Task CheckDeviceAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(DevicePath)) throw new SourceException($"There is no camera {Text} ({DevicePath}). {Found(await TryFindAsync(cancellationToken).ConfigureAwait(false))}");
        try
        {
            using var _ = new FileStream(DevicePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SourceException($"Camera {Text} ({DevicePath}) may not be used by you: sudo usermod -aG video $USER, then log in again.", e);
        }
        catch (IOException e)
        {
            throw new SourceException($"Camera {Text} ({DevicePath}) cannot be opened: {e.Message}{DeviceHolders.Describe(DevicePath)}", e);
        }
    }

    /// <summary>The sentence for a camera that opened but gives nothing.</summary>
    public async Task<SourceException> RefusedAsync(CancellationToken cancellationToken) => new(InUse() is { } inUse
        ? $"Camera {Text} ({DevicePath}) cannot be opened.{inUse}"
        : $"Camera {Text} cannot be opened. Is another program using it, or is it no capture device? {Found(await TryFindAsync(cancellationToken).ConfigureAwait(false))}");

    /// <summary>The sentence for a camera that takes too long.</summary>
    public SourceException Silent(TimeSpan patience, TimeoutException cause) =>
        new($"camera {Text} gave no picture within {patience.TotalSeconds:0.#} s.{InUse() ?? " Is it in use, or does nobody play into it?"}", cause);

    private string? InUse() => IsDevice && DeviceHolders.Describe(DevicePath) is { Length: > 0 } holders
        ? $"{holders} A camera gives pictures to one program at a time."
        : null;

    private static async Task<IReadOnlyList<CameraInfo>?> TryFindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return CameraFinder.CanLook ? await CameraFinder.FindAsync(cancellationToken).ConfigureAwait(false) : null;
        }
        catch (FfmpegException)
        {
            // A camera needs no ffmpeg: without it nobody knows which there are.
            return null;
        }
    }

    private static string Found(IReadOnlyList<CameraInfo>? cameras) => cameras switch
    {
        null => "",
        [] => "No camera was found; is it plugged in, and its driver loaded?",
        _ => $"Found: {string.Join(", ", cameras.Select(camera => $"{camera.Number} ({camera.Name})"))}.",
    };
}
