using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;

namespace StavisLive.Media.Ffmpeg;

/// <summary>Lets ffmpeg decode on hardware where that works, and in software where it does not: said once, in one line.</summary>
/// <remarks>Shared by all connections to one source, so that what does not work is not tried again. Used by one at a time.</remarks>
/// <param name="wanted"><c>none</c>, <c>auto</c>, or one of the names that <c>ffmpeg -hwaccels</c> lists.</param>
/// <param name="log">Told what is decoded on.</param>
public sealed partial class HardwareDecoding(string wanted, ILogger log)
{
    /// <summary>Software.</summary>
    public const string None = "none";

    /// <summary>Whatever ffmpeg finds for a stream.</summary>
    public const string Auto = "auto";

    private bool _isResolved;
    private bool _isUsed;

    /// <summary>ffmpeg's arguments before its input; empty for software. After <see cref="ResolveAsync"/>.</summary>
    internal IEnumerable<string> Arguments => _isUsed ? ["-hwaccel", wanted] : [];

    /// <summary>Finds out, the first time, whether there is what is wanted.</summary>
    /// <exception cref="ConfigException">ffmpeg knows no such name; the message lists those that it knows.</exception>
    internal async Task ResolveAsync(FfmpegTools tools, CancellationToken cancellationToken)
    {
        if (_isResolved) return;
        if (wanted != None)
        {
            if (wanted == Auto) await ResolveAutoAsync(tools, cancellationToken).ConfigureAwait(false);
            else if ((await HardwareOffer.ByAsync(tools, cancellationToken).ConfigureAwait(false)).Problem(wanted) is { } problem) throw new ConfigException([problem]);
            else _isUsed = true;
        }
        _isResolved = true;
    }

    /// <summary>Turns to software if a child ended because of the hardware. False if it ended for another reason.</summary>
    /// <param name="messages">What the child said.</param>
    internal bool FallBack(string messages)
    {
        if (!_isUsed || !HardwareMessages.TellOfFailure(messages)) return false;
        _isUsed = false;
        LogFallBack(log, wanted, HardwareMessages.ReasonIn(messages));
        return true;
    }

    // ffmpeg would try every kind for every stream, and complain about each.
    private async Task ResolveAutoAsync(FfmpegTools tools, CancellationToken cancellationToken)
    {
        var offered = await HardwareMethods.ListAsync(tools, cancellationToken).ConfigureAwait(false);
        foreach (var name in offered)
        {
            if (!await HardwareMethods.IsThereAsync(tools, name, cancellationToken).ConfigureAwait(false)) continue;
            _isUsed = true;
            LogChoice(log, name);
            return;
        }
        LogNothing(log, string.Join(", ", offered));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Hardware decoding ({Method:l}) does not work here, so the processor decodes; ffmpeg says: {Reason:l}")]
    private static partial void LogFallBack(ILogger log, string method, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Hardware decoding where ffmpeg finds it fit: {Method:l} is there")]
    private static partial void LogChoice(ILogger log, string method);

    [LoggerMessage(Level = LogLevel.Information, Message = "No hardware to decode on (tried {Methods:l}), so the processor decodes")]
    private static partial void LogNothing(ILogger log, string methods);
}
