namespace StavisLive.Media.Sources.Rtsp;

/// <summary>Says why an address could not be opened and what to do about it.</summary>
internal static class RtspFailure
{
    private const string TooManyPixels = "exceeds specified max pixel count";

    // ffmpeg's words, which are those of the HTTP-like status line or of the operating system.
    private static readonly (string Words, string Remedy)[] Remedies =
    [
        ("401 Unauthorized", "Check user and password, which stand before the host."),
        ("403 Forbidden", "The user may not see this stream."),
        ("404 Not Found", "Check the path behind the host's name."),
        ("Connection refused", "Nothing listens there: check host and port, and that the camera or server is running."),
        ("Failed to resolve", "The host's name is unknown: check its spelling."),
        ("No route to host", "Check the address and the network."),
        ("Network is unreachable", "Check the address and the network."),
        ("461 ", "It does not send its packets in that way: leave `source.rtspTransport` out."),
        ("matches no streams", "It has no picture."),
        (TooManyPixels, "Choose smaller pictures where they are made: 64 million pixels are the most."),
    ];

    // What its decoders and filters say where they cannot begin.
    private static readonly string[] UnknownAudio =
    [
        "no decoder found", "Decoder not found", "Error while opening decoder for input stream #0:1", "Error configuring filter graph", "Error reinitializing filters",
        "Cannot determine format of input stream",
    ];

    /// <summary>A sentence with ffmpeg's words and, where they are known, a remedy.</summary>
    public static string Describe(string name, string reason)
    {
        var remedy = Remedies.FirstOrDefault(entry => reason.Contains(entry.Words, StringComparison.OrdinalIgnoreCase)).Remedy;
        return $"{name} cannot be opened; ffmpeg says: {reason}. {remedy ?? "Check the address."}";
    }

    /// <summary>Whether it was answered, with a no that only a person can change; a path may well be there a moment later.</summary>
    public static bool IsRefusal(string reason) =>
        reason.Contains("401 Unauthorized", StringComparison.OrdinalIgnoreCase) || reason.Contains("403 Forbidden", StringComparison.OrdinalIgnoreCase)
        || IsAboutSize(reason);

    /// <summary>Whether pictures came and the audio that was announced didn't.</summary>
    public static bool IsAboutMissingAudio(string messages) =>
        messages.Contains("Too many packets buffered", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether its pictures are larger than what is decoded. ffmpeg would go on and on at that.</summary>
    public static bool IsAboutSize(string messages) => messages.Contains(TooManyPixels, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether ffmpeg cannot decode the audio.</summary>
    public static bool IsAboutUnknownAudio(string messages) =>
        UnknownAudio.Any(words => messages.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it was found, but doesn't send its packets within the connection.</summary>
    public static bool IsAboutTransport(string messages) =>
        messages.Contains("method SETUP failed", StringComparison.OrdinalIgnoreCase) || messages.Contains("Protocol not supported", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the address did answer and ffmpeg failed at writing down what it found there.</summary>
    public static bool IsAboutTheRecording(string messages) =>
        messages.Contains("Could not write header", StringComparison.OrdinalIgnoreCase);
}
