namespace StavisLive.Model.Inference;

/// <summary>What libtorch says of a failure.</summary>
internal static class TorchFailure
{
    // So TorchScript's interpreter begins; the lines of the program that led there follow, and the reason after them.
    private const string InterpreterSays = "The following operation failed in the TorchScript interpreter.";
    private const string BeforeReason = "\nRuntimeError: ";

    /// <summary>The reason in one line, without where in libtorch's code or in the network's program it was.</summary>
    public static string Reason(Exception failure)
    {
        var message = failure.Message.Trim();
        if (message.StartsWith(InterpreterSays, StringComparison.Ordinal) && message.LastIndexOf(BeforeReason, StringComparison.Ordinal) is >= 0 and var end)
            message = message[(end + BeforeReason.Length)..].TrimStart();
        return message.Split('\n')[0];
    }
}
