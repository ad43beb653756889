using System.Globalization;
using StavisLive.Core.Diagnostics;
using StavisLive.Media.Sources.Capture;

namespace StavisLive.Media.Sources.Rtsp;

/// <summary>The list of one address that ffmpeg's concat demuxer reads from its standard input, where no other user sees it.</summary>
internal static class RtspScript
{
    /// <summary>Microseconds for finding out what there is where pictures are known to come and audio not to; 5 s otherwise.</summary>
    public const string ShortLook = "1000000";

    /// <summary>The whole text.</summary>
    /// <param name="address">The address.</param>
    /// <param name="options">What is wanted of it.</param>
    /// <param name="attempt">How it is tried.</param>
    public static string For(string address, RtspSourceOptions options, RtspAttempt attempt)
    {
        // The timeout is a second line behind our own watchdog: a frozen
        // server ends ffmpeg only after four times as long.
        List<string> lines =
        [
            "ffconcat version 1.0", "file " + Quoted(Spelled(address)),
            "option rtsp_transport " + (attempt.IsDatagrams ? "udp" : "tcp"), "option timeout " + ((long)options.ConnectTimeout.TotalMicroseconds).ToString(CultureInfo.InvariantCulture),
        ];
        if (!options.FindsFrameRate) lines.Add("option fpsprobesize 0");
        if (attempt.Intake == AudioIntake.Awaited) lines.Add("option analyzeduration " + ShortLook);
        return string.Join("\n", lines) + "\n";
    }

    /// <summary>The address as ffmpeg understands it: its scheme in small letters, user and password escaped.</summary>
    public static string Spelled(string address)
    {
        var escaped = SafeAddress.Escape(address.Trim());
        return escaped.IndexOf(':') is > 0 and var colon ? escaped[..colon].ToLowerInvariant() + escaped[colon..] : escaped;
    }

    // A line's end would begin another instruction, so none may stand in an address.
    private static string Quoted(string address) =>
        "'" + string.Concat(address.Select(letter => char.IsControl(letter) ? Uri.HexEscape(letter) : letter.ToString())).Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
