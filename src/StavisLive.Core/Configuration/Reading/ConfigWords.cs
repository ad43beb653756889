using System.Text.Json.Serialization;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Inference;

namespace StavisLive.Core.Configuration.Reading;

/// <summary>All kinds of settings that are written as one word, each parsed in this one place, wherever it was given.</summary>
public static class ConfigWords
{
    private static readonly Dictionary<Type, IConfigWord> Kinds = new()
    {
        [typeof(AccessRole)] = Names<AccessRole>("is "),
        [typeof(CameraFormat)] = Names<CameraFormat>("is "),
        [typeof(Colormap)] = Names<Colormap>("is one of ", StringComparison.OrdinalIgnoreCase),
        [typeof(ComputeDevice)] = new ConfigWord<ComputeDevice>(ComputeDevice.Parse, device => device.ToString(), "is auto, cpu, cuda or cuda:N"),
        [typeof(FoveationCodec)] = Names<FoveationCodec>("is "),
        [typeof(FoveationMethod)] = Names<FoveationMethod>("is "),
        [typeof(InferencePrecision)] = Names<InferencePrecision>("is "),
        [typeof(LogSeverity)] = Names<LogSeverity>("is one of "),
        [typeof(NetworkShares)] = Names<NetworkShares>("is "),
        [typeof(RestreamContent)] = Names<RestreamContent>("is "),
        [typeof(RtspTransport)] = Names<RtspTransport>("is "),
        [typeof(PictureSize)] = new ConfigWord<PictureSize>(PictureSize.Parse, size => size.ToString(), "is WIDTHxHEIGHT, such as 1280x720"),
    };

    /// <summary>The value that a word stands for; null where it is none of its kind.</summary>
    public static T? Parse<T>(string word)
        where T : struct => ((ConfigWord<T>)Kinds[typeof(T)]).Parse(word);

    /// <summary>The problem of a key whose word is none of its kind.</summary>
    public static ConfigProblem Problem<T>(string key, string word)
        where T : struct => Kinds[typeof(T)].Problem(key, word);

    /// <summary>The kind of a setting, which may be one that can be left out; null where it is written otherwise.</summary>
    internal static IConfigWord? Of(Type setting) => Kinds.GetValueOrDefault(Nullable.GetUnderlyingType(setting) ?? setting);

    /// <summary>What reads and writes them all in configuration files.</summary>
    internal static IEnumerable<JsonConverter> Converters => Kinds.Values.Select(kind => kind.Converter);

    // A value is written as its name in small letters.
    private static ConfigWord<T> Names<T>(string verb, StringComparison comparison = StringComparison.Ordinal)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().Select(value => (Word: Format(value), Value: value)).ToArray();
        return new ConfigWord<T>(Parse, Format, verb + string.Join(", ", words.Select(entry => entry.Word)));

        T? Parse(string word) => words.Where(entry => entry.Word.Equals(word, comparison)).Select(entry => (T?)entry.Value).FirstOrDefault();

        static string Format(T value) => value.ToString().ToLowerInvariant();
    }
}
