using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>Finds the microphone that a name means.</summary>
internal static class MicrophoneChoice
{
    private const string Default = "default";

    /// <summary>Chooses. Blocks while the systems are asked.</summary>
    /// <exception cref="SourceException">There is none of that name; the message lists those that there are.</exception>
    public static ChosenDevice For(string wish, IReadOnlyList<IAudioSystem> systems)
    {
        var catalog = MicrophoneFinder.Find(systems);
        if (wish == Default)
        {
            if (catalog.Found is [var first, ..]) return new ChosenDevice(SystemOf(first, systems), null, $"default ({first.Description})");
            throw new SourceException($"No microphone was found. {string.Join(" ", catalog.Problems)} Or use `source.mic=none`.");
        }
        if (Match(wish, catalog.Found) is { } match) return new ChosenDevice(SystemOf(match, systems), match.Name, $"{match.Name} ({match.Description})");
        if (systems.FirstOrDefault(system => system.Recognises(wish)) is { } knowing) return new ChosenDevice(knowing, wish, wish);
        throw new SourceException($"There is no microphone \"{wish}\". {Alternatives(catalog)}");
    }

    private static MicrophoneInfo? Match(string wish, IReadOnlyList<MicrophoneInfo> found) =>
        found.FirstOrDefault(microphone => microphone.Name == wish)
        ?? found.FirstOrDefault(microphone => string.Equals(microphone.Description, wish, StringComparison.OrdinalIgnoreCase))
        ?? Only([.. found.Where(microphone => Contains(microphone, wish))]);

    private static MicrophoneInfo? Only(IReadOnlyList<MicrophoneInfo> matches) => matches is [var only] ? only : null;

    private static bool Contains(MicrophoneInfo microphone, string part) =>
        microphone.Name.Contains(part, StringComparison.OrdinalIgnoreCase) || microphone.Description.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static IAudioSystem SystemOf(MicrophoneInfo microphone, IReadOnlyList<IAudioSystem> systems) =>
        systems.First(system => system.Name == microphone.System);

    private static string Alternatives(MicrophoneCatalog catalog) => catalog.Found.Count == 0
        ? $"None was found at all. {string.Join(" ", catalog.Problems)} Or use `source.mic=none`."
        : $"Found: {string.Join(", ", catalog.Found.Select(microphone => $"{microphone.Name} ({microphone.Description})"))}. Give one of these, or default.";
}

/// <summary>The device that the name of a microphone means.</summary>
/// <param name="System">The sound system that has it.</param>
/// <param name="Name">Its name there; null: the default one.</param>
/// <param name="Description">For people.</param>
internal sealed record ChosenDevice(IAudioSystem System, string? Name, string Description);
