using System.Globalization;
using OpenCvSharp;
using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Files;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>What <c>source.camera</c> names: a number, a device or a link to one, or a file that is played as a camera.</summary>
/// <remarks>Whoever follows a link does so anew each time: a camera that is plugged in again may get another number.</remarks>
internal sealed record CameraAddress(string Text)
{
    private const string Links = "/dev/v4l/";
    private const string Numbered = "/dev/video";

    private int? Number => NumberOf(Text) ?? (OperatingSystem.IsLinux() ? NumberOf(Target) : null);

    private string Target
    {
        get
        {
            try
            {
                return FilePlace.Resolve(Text);
            }
            catch (Exception e) when (OutputFile.IsOfTheSystem(e))
            {
                // Links that lead nowhere: whoever opens them is told.
                return Text;
            }
        }
    }

    private string? Device => Number is { } number ? PathOf(number) : null;

    /// <summary>The path of what it names; null where a number is none, as on Windows.</summary>
    public string? Place => NumberOf(Text) is not { } number ? Text : OperatingSystem.IsLinux() ? PathOf(number) : null;

    /// <summary>Whether it is a device, which may come back, and not a FIFO or file, whose end is its writer's will.</summary>
    // Links to devices go and come with them: those by identity or port, and those that an administrator calls /dev/video-door.
    public bool IsDevice => Number is not null || (IsOfCameras && !Path.Exists(Text));

    private bool IsOfCameras => Text.StartsWith(Links, StringComparison.Ordinal) || Text.StartsWith(Numbered, StringComparison.Ordinal);

    // That of Windows is the one by whose numbers cameras are listed, and opens within a second.
    private static VideoCaptureAPIs Backend =>
        OperatingSystem.IsLinux() ? VideoCaptureAPIs.V4L2 : OperatingSystem.IsWindows() ? VideoCaptureAPIs.DSHOW : VideoCaptureAPIs.ANY;

    /// <summary>Opens it and asks it for what is wanted. May block for as long as the device or a FIFO's writer pleases.</summary>
    /// <exception cref="SourceException">It does not offer that; the message lists what it does.</exception>
    public VideoCapture Open(CameraOptions wish)
    {
        // Its warnings name neither the camera nor the cause, as our own messages do.
        Cv2.SetLogLevel(LogLevel.ERROR);
        if (Number is not { } number) return new VideoCapture(Text, VideoCaptureAPIs.FFMPEG);
        var format = CameraModeChoice.Choose(Text, wish, Modes(number));
        var capture = new VideoCapture(number, Backend);
        foreach (var (property, value) in CameraSettings.Of(wish, format, Backend)) capture.Set(property, value);
        return capture;
    }

    /// <summary>Makes sure that an open device gives what was wanted of it.</summary>
    /// <exception cref="SourceException">It does not; the message lists what it offers.</exception>
    public void CheckGiven(CameraOptions wish, VideoCapture capture)
    {
        if (!CameraSettings.AreKept(wish, capture.FrameWidth, capture.FrameHeight, capture.Fps, capture.FourCC))
            throw CameraModeChoice.Refuse(Text, wish, Number is { } number ? Modes(number) : []);
    }

    private static int? NumberOf(string text)
    {
        var digits = text.StartsWith(Numbered, StringComparison.Ordinal) ? text.AsSpan(Numbered.Length) : text;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string PathOf(int number) => $"{Numbered}{number}";

    private static IReadOnlyList<CameraMode> Modes(int number)
    {
        if (!OperatingSystem.IsLinux()) return [];
        using var device = File.OpenHandle(PathOf(number), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
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
        if (OperatingSystem.IsLinux()) await CheckDeviceAsync(PathOf(number), cancellationToken).ConfigureAwait(false);
        else if (await TryFindAsync(cancellationToken).ConfigureAwait(false) is { } cameras && !cameras.Any(camera => camera.Number == number))
            throw new SourceException($"There is no camera {Text}. {Found(cameras)}");
    }

    private async Task CheckDeviceAsync(string device, CancellationToken cancellationToken)
    {
        if (!File.Exists(device)) throw new SourceException($"There is no camera {Text} ({device}). {Found(await TryFindAsync(cancellationToken).ConfigureAwait(false))}");
        try
        {
            using var _ = new FileStream(device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SourceException($"Camera {Text} ({device}) may not be used by you: sudo usermod -aG video $USER, then log in again.", e);
        }
        catch (IOException e)
        {
            throw new SourceException($"Camera {Text} ({device}) cannot be opened: {e.Message}{DeviceHolders.Describe(device)}", e);
        }
    }

    /// <summary>The sentence for a camera that opened but gives nothing.</summary>
    public async Task<SourceException> RefusedAsync(CancellationToken cancellationToken) => new(InUse() is { } inUse
        ? $"Camera {Text} ({Device}) cannot be opened.{inUse}"
        : $"Camera {Text} cannot be opened. Is another program using it, or is it no capture device? {Found(await TryFindAsync(cancellationToken).ConfigureAwait(false))}");

    /// <summary>The sentence for a camera that takes too long.</summary>
    public SourceException Silent(TimeSpan patience, TimeoutException cause) =>
        new($"camera {Text} gave no picture within {patience.TotalSeconds:0.#} s.{InUse() ?? " Is it in use, or does nobody play into it?"}", cause);

    private string? InUse() => Device is { } device && DeviceHolders.Describe(device) is { Length: > 0 } holders
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
