namespace StavisLive.Media.Sources.Capture;

/// <summary>How a capture's child ended.</summary>
/// <param name="ExitCode">Its exit code; 0 says only that it was content.</param>
/// <param name="Messages">The last lines it complained in, without passwords; empty if it did not.</param>
/// <param name="Reason">The last of them, fit for the middle of a sentence.</param>
/// <param name="IsTimeOut">Whether it was ended because nothing had come for too long.</param>
internal readonly record struct CaptureEnd(int ExitCode, string Messages, string Reason, bool IsTimeOut = false);
