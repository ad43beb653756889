using System.Text.RegularExpressions;

namespace StavisLive.Media.Ffmpeg;

/// <summary>Turns ffmpeg's last lines into words for the middle of a sentence.</summary>
internal static partial class FfmpegReason
{
    // The last line says what failed ("Invalid data found"), the one before often why ("moov atom not found").
    private const int Lines = 2;

    // What says nothing of why. The list that an address is handed over in (RtspScript) is nobody's business; what is wrong with it stands
    // beside. The others are version 7's: names that are known, and its threads' ends.
    private static readonly string[] Noise =
    [
        "Impossible to open ", "Last message repeated ", "Error opening input file ", "Error opening output file ",
        "Task finished with error code: ", "Terminating thread with return code ", "Nothing was written into output file,",
    ];

    /// <summary>The last two things said, without the parts of ffmpeg that say them and without the input's name.</summary>
    public static string From(string messages, string input)
    {
        // All else follows from that.
        if (TooLarge().Match(messages) is { Success: true, Value: var size }) return size;
        var said = messages
            .Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => Speaker().Replace(line, ""))
            .Where(line => !Noise.Any(words => line.StartsWith(words, StringComparison.Ordinal)))
            .Select(line => Opening().Replace(line, ""))
            .Select(line => input.Length > 0 && line.StartsWith(input + ": ", StringComparison.Ordinal) ? line[(input.Length + 2)..] : line)
            .Select(line => Status().Replace(line, "$1 "))
            .Distinct()
            .TakeLast(Lines)
            .ToArray();
        return said.Length == 0 ? "nothing" : string.Join("; ", said);
    }

    [GeneratedRegex(@"Picture size \d+x\d+ exceeds specified max pixel count")]
    private static partial Regex TooLarge();

    // "[h264 @ 0x5589e4c1d2c0] "
    [GeneratedRegex(@"^(\[[^\]]* @ 0x[0-9a-f]+\] )*(pipe:0: )?")]
    private static partial Regex Speaker();

    // Version 7: "Error opening input: ", "Error opening input files: ", "Error opening output ADDRESS: "; before it was "ADDRESS: ".
    [GeneratedRegex(@"^Error opening (input: |(input|output) files: |output (?!file ))")]
    private static partial Regex Opening();

    // Version 7.1: "method SETUP failed: 461Unsupported transport".
    [GeneratedRegex(@"(?<=^method \w+ failed: )(\d{3})(?=[^\s\d])")]
    private static partial Regex Status();
}
