using OpenCvSharp;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>What a camera is told through OpenCV before its first picture.</summary>
internal static class CameraSettings
{
    private const string RawOfDirectShow = "YUY2";

    /// <summary>What it is told, in an order that leaves all of it in force.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="format">The format to ask for, as the kernel has it; null leaves it to the driver.</param>
    /// <param name="backend">What opens it.</param>
    public static IReadOnlyList<(VideoCaptureProperties Property, double Value)> Of(CameraOptions wish, string? format, VideoCaptureAPIs backend)
    {
        var isDirectShow = backend == VideoCaptureAPIs.DSHOW;
        var formats = new List<(VideoCaptureProperties, double)>();
        if (format is not null) formats.Add((VideoCaptureProperties.FourCC, FourCC.FromString(isDirectShow && format == CameraModeChoice.Raw ? RawOfDirectShow : format).Value));
        var others = new List<(VideoCaptureProperties, double)>();
        if (wish.Size is { } size) others.AddRange([(VideoCaptureProperties.FrameWidth, size.Width), (VideoCaptureProperties.FrameHeight, size.Height)]);
        if (wish.Rate is { } rate) others.Add((VideoCaptureProperties.Fps, rate));
        // Through DirectShow OpenCV opens the camera anew for each size and rate, in whatever format comes first; elsewhere sizes belong to a format, and rates to sizes.
        return isDirectShow ? [.. others, .. formats] : [.. formats, .. others];
    }

    /// <summary>Whether a camera gives what was wanted of it.</summary>
    /// <param name="wish">What was wanted.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rate">Pictures per second, as it says.</param>
    /// <param name="format">Four letters, as the system has them.</param>
    public static bool AreKept(CameraOptions wish, int width, int height, double rate, string format)
    {
        if (wish.Size is { } size && (width != size.Width || height != size.Height)) return false;
        if (wish.Rate is { } wanted && !CameraMode.IsSame(rate, wanted)) return false;
        return CameraModeChoice.FormatOf(wish) is not { } asked || (format == RawOfDirectShow ? CameraModeChoice.Raw : format) == asked;
    }
}
