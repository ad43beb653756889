using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration.Reading;

/// <summary>Says for people what a value of a setting looks like.</summary>
internal static class ConfigKind
{
    /// <summary>The kind of value, with its article.</summary>
    public static string Of(Type setting, JsonSerializerOptions options)
    {
        var type = Nullable.GetUnderlyingType(setting) ?? setting;
        if (type == typeof(string) || ConfigWords.Of(type) is not null) return "text in double quotes";
        if (type.IsEnum) return string.Join(" or ", Enum.GetNames(type).Select(name => $"\"{JsonNamingPolicy.CamelCase.ConvertName(name)}\""));
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(FramePoint)) return "a point [x, y]";
        if (type == typeof(double)) return "a number";
        if (type == typeof(int) || type == typeof(long)) return "a whole number";
        return options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Enumerable ? "a list [ ... ]" : "an object { ... }";
    }
}
