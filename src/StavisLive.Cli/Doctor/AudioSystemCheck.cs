using StavisLive.Media.Sources.Microphones;

namespace StavisLive.Cli.Doctor;

/// <summary>One of the machine's sound systems and its microphones.</summary>
internal sealed class AudioSystemCheck(string system) : ICheck
{
    /// <summary>A check for each.</summary>
    public static IEnumerable<ICheck> All() => MicrophoneFinder.Systems.Select(system => new AudioSystemCheck(system));

    public string Subject => system;

    public bool IsNeeded => false;

    public Task<Finding> RunAsync(CancellationToken cancellationToken) => Task.FromResult(Judge(MicrophoneFinder.FindIn(system)));

    /// <summary>What was found in it.</summary>
    internal static Finding Judge(MicrophoneCatalog catalog)
    {
        if (catalog.Found is not [var first, ..]) return Finding.Warning(catalog.Problems[0].Reason, catalog.Problems[0].Remedy);
        var message = $"{catalog.Found.Count} found; the default is {first.Description}";
        return first switch
        {
            { IsMuted: true } => Finding.Warning($"{message}, which is muted", "pactl set-source-mute @DEFAULT_SOURCE@ 0"),
            { IsMonitor: true } => Finding.Warning($"{message}, which hears what this machine plays", "for a real microphone: plug one in, or pactl set-default-source NAME"),
            _ => Finding.Ok(message),
        };
    }
}
