using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using StavisLive.Core.Windowing;

namespace StavisLive.Cli.CommandLine;

/// <summary>Reads the values of options that are no text, the same in every country, and says in words what is wrong with one.</summary>
internal static class OptionValues
{
    private delegate bool Reader<T>(string text, out T value);

    /// <summary>Has every option of a command and of those below it read so.</summary>
    public static void ReadIn(Command command)
    {
        foreach (var option in command.Options) ReadIn(option);
        foreach (var below in command.Subcommands) ReadIn(below);
    }

    private static void ReadIn(Option option)
    {
        switch (option)
        {
            case Option<double> number:
                number.CustomParser = result => Read<double>(result, option, TryReal, "a number such as 0.4, with a point before the decimals") ?? 0;
                break;
            case Option<double?> number:
                number.CustomParser = result => Read<double>(result, option, TryReal, "a number such as 0.4, with a point before the decimals");
                break;
            case Option<int> number:
                number.CustomParser = result => Read<int>(result, option, TryInt, "a whole number of at most nine digits") ?? 0;
                break;
            case Option<int?> number:
                number.CustomParser = result => Read<int>(result, option, TryInt, "a whole number of at most nine digits");
                break;
            case Option<long?> number:
                number.CustomParser = result => Read<long>(result, option, TryLong, "a whole number of at most eighteen digits");
                break;
            case Option<MapAlignment?> alignment:
                alignment.CustomParser = result => Read<MapAlignment>(result, option, TryAlignment, "center or newest");
                break;
        }
    }

    private static T? Read<T>(ArgumentResult result, Option option, Reader<T> reader, string expected)
        where T : struct
    {
        var text = result.Tokens[^1].Value;
        if (reader(text, out var value)) return value;
        result.AddError($"{option.Name} expects {expected}, not \"{text}\".");
        return null;
    }

    // Without the separators of thousands, which are other countries' points: 0,4 would be 4.
    private static bool TryReal(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static bool TryInt(string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryLong(string text, out long value) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryAlignment(string text, out MapAlignment value) =>
        Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]);
}
