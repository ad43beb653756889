namespace StavisLive.Cli.Doctor;

/// <summary>What a check found: a sentence and, unless all is well, what mends it.</summary>
/// <param name="Verdict">How it stands.</param>
/// <param name="Message">What was found, in one line.</param>
/// <param name="Remedy">The command or step that mends it; null where nothing is to be mended, or the message says it.</param>
internal sealed record Finding(Verdict Verdict, string Message, string? Remedy = null)
{
    public static Finding Ok(string message) => new(Verdict.Ok, message);

    public static Finding Warning(string message, string? remedy = null) => new(Verdict.Warning, message, remedy);

    public static Finding Missing(string message, string? remedy = null) => new(Verdict.Missing, message, remedy);
}
