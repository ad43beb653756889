namespace StavisLive.Cli;

/// <summary>What the program's exit codes mean.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Something failed on the way.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration: nothing was begun.</summary>
    public const int WrongUsage = 2;

    /// <summary>Interrupted from outside (128 + SIGINT, the shell's convention); files are closed and playable.</summary>
    public const int Interrupted = 130;
}
