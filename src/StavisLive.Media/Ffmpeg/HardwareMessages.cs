namespace StavisLive.Media.Ffmpeg;

/// <summary>What ffmpeg says about hardware that it would decode on.</summary>
internal static class HardwareMessages
{
    // ffmpeg 5.1, and 7.1, which writes the first in the middle of a sentence; it ends a run for which the hardware was asked by name.
    private static readonly string[] Failures = ["Device setup failed for decoder", "Device creation failed", "No device available for decoder"];

    // With auto, what it tried before it found something; and where hardware does not know a stream's kind and the processor does.
    private static readonly string[] Talk = [.. Failures, "[AVHWDeviceContext @", "Failed setup for format", "hwaccel initialisation returned error"];

    /// <summary>Whether the hardware is why nothing was decoded.</summary>
    public static bool TellOfFailure(string messages) => messages.Contains(Failures[0], StringComparison.OrdinalIgnoreCase);

    /// <summary>The messages without those about hardware: what is left is about the stream.</summary>
    public static string RemovedFrom(string messages) =>
        string.Join(Environment.NewLine, LinesOf(messages).Where(line => !Talk.Any(words => line.Contains(words, StringComparison.OrdinalIgnoreCase))));

    /// <summary>The first message about hardware, without ffmpeg's parts that say it.</summary>
    public static string ReasonIn(string messages) =>
        FfmpegReason.From(LinesOf(messages).First(line => Talk.Any(words => line.Contains(words, StringComparison.OrdinalIgnoreCase))), input: "");

    private static string[] LinesOf(string messages) =>
        messages.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
