using System.Text.Json.Nodes;

namespace StavisLive.Core.Configuration.Reading;

/// <summary>Gives each source of a list what it doesn't say itself from the sections above the list.</summary>
internal static class SourceInheritance
{
    private const string Source = "source";

    private static readonly string[] Sections = [Source, "window", "outputs"];

    // Who names a source of one kind doesn't want the default's kind as well.
    private static readonly string[] Kinds = ["camera", "rtsp", "input", "synthetic"];

    /// <summary>Completes the entries of <c>sources</c> in a configuration whose keys have been checked.</summary>
    public static void Apply(JsonObject root)
    {
        if (root["sources"] is not JsonArray streams) return;
        foreach (var stream in streams.OfType<JsonObject>())
        {
            foreach (var section in Sections) stream[section] = Merge(stream[section] as JsonObject, root[section] as JsonObject, section == Source);
        }
    }

    private static JsonObject Merge(JsonObject? own, JsonObject? inherited, bool isSource)
    {
        var result = inherited?.DeepClone().AsObject() ?? [];
        if (own is null) return result;
        if (isSource && Kinds.Any(own.ContainsKey))
        {
            foreach (var kind in Kinds) result.Remove(kind);
        }
        foreach (var (key, value) in own)
            result[key] = value is JsonObject group ? Merge(group, result[key] as JsonObject, isSource: false) : value?.DeepClone();
        return result;
    }
}
