using System.Text.RegularExpressions;

namespace StavisLive.Media.Ffmpeg;

/// <summary>Turns ffmpeg's last lines into words for the middle of a sentence.</summary>
internal static partial class FfmpegReason
{
    // The last line says what failed ("Invalid data found"), the one before often why ("moov atom not found").
    private const int Lines = 2;

    /// <summary>The last two things said, without the parts of ffmpeg that say them and without the input's name.</summary>
    public static string From(string messages, string input)
    {
        var said = messages
            .Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => Speaker().Replace(line, ""))
            // The list that an address is handed over in (RtspScript) is nobody's business; what is wrong with it stands beside.
            .Where(line => !line.StartsWith("Impossible to open ", StringComparison.Ordinal) && !line.StartsWith("Last message repeated ", StringComparison.Ordinal))
            .Select(line => input.Length > 0 && line.StartsWith(input + ": ", StringComparison.Ordinal) ? line[(input.Length + 2)..] : line)
            .Distinct()
            .TakeLast(Lines)
            .ToArray();
        return said.Length == 0 ? "nothing" : string.Join("; ", said);
    }

    // "[h264 @ 0x5589e4c1d2c0] "
    [GeneratedRegex(@"^(\[[^\]]* @ 0x[0-9a-f]+\] )*(pipe:0: )?")]
    private static partial Regex Speaker();
}
