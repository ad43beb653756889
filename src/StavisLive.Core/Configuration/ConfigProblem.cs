using System.Globalization;

namespace StavisLive.Core.Configuration;

/// <summary>Something in a configuration that cannot be meant.</summary>
/// <param name="Key">The key that it is about, such as <c>source.rtsp</c> or <c>sources[2].window.fps</c>; empty where it is about none.</param>
/// <param name="Value">The value as it was given, safe to show; null where none was, or where it is not one value that is wrong.</param>
/// <param name="Message">What is wrong and what would be right, for people; keys stand in it as <see cref="KeyText"/> has them.</param>
/// <param name="Stream">The source of a list that it is about, such as <c>sources[2] (hall)</c>; null where there is no list.</param>
public sealed record ConfigProblem(string Key, string? Value, string Message, string? Stream = null)
{
    /// <summary>The key as its message has it: a source of a list speaks of <c>window.fps</c>, wherever in the list it stands.</summary>
    public string LocalKey => Key.StartsWith("sources[", StringComparison.Ordinal) && Key.IndexOf("].", StringComparison.Ordinal) is > 0 and var end
        ? Key[(end + 2)..]
        : Key;

    /// <summary>A problem with a value that is no text.</summary>
    public static ConfigProblem Of(string key, IFormattable? value, string message) =>
        new(key, value?.ToString(null, CultureInfo.InvariantCulture), message);

    /// <summary>The message with every setting called by its key.</summary>
    public override string ToString() => KeyText.Plain(Message);
}
