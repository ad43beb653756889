using StavisLive.Media.Sources.Microphones.Alsa;
using StavisLive.Media.Sources.Microphones.Pulse;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>The microphones of this machine.</summary>
public static class MicrophoneFinder
{
    // In the order in which they are preferred: a sound server shares its devices, ALSA takes them for itself.
    private static readonly Lazy<IReadOnlyList<IAudioSystem>> Known = new(() =>
    {
        var systems = new List<IAudioSystem>();
        if (OperatingSystem.IsLinux()) systems.AddRange([new PulseSystem(), new AlsaSystem()]);
        if (OperatingSystem.IsWindows()) systems.Add(new WasapiSystem());
        return systems;
    });

    /// <summary>Names of the sound systems that this machine may have.</summary>
    public static IEnumerable<string> Systems => Known.Value.Select(system => system.Name);

    /// <summary>Makes the microphone of a name, not yet open, as often as it is asked to.</summary>
    /// <remarks>
    /// Once one was opened, further ones are looked for in the same sound system: while a sound server restarts nobody may take its
    /// devices away from it.
    /// </remarks>
    /// <param name="name"><c>default</c>, or a name or description from <see cref="Find()"/>, or a part that only one has.</param>
    /// <param name="time">Clock of the stamps.</param>
    public static Func<IMicrophone> Maker(string name, TimeProvider time)
    {
        var systems = Known.Value;
        return () => new ChosenMicrophone(systems, name, time, opened => systems = [opened]);
    }

    /// <summary>Looks for microphones in the first sound system that has any. Blocks, for seconds at worst; opens and starts nothing.</summary>
    public static MicrophoneCatalog Find() => Find(Known.Value);

    /// <summary>Looks in one sound system only, with the same limits.</summary>
    /// <param name="system">One of <see cref="Systems"/>.</param>
    public static MicrophoneCatalog FindIn(string system) => Find([Known.Value.Single(known => known.Name == system)]);

    internal static MicrophoneCatalog Find(IReadOnlyList<IAudioSystem> systems)
    {
        var problems = new List<AudioSystemProblem>();
        foreach (var system in systems)
        {
            try
            {
                // A sound server has the devices of the systems behind it.
                return new MicrophoneCatalog([.. system.List().OrderBy(Rank)], problems);
            }
            catch (AudioSystemException e)
            {
                problems.Add(new AudioSystemProblem(system.Name, e.Message, e.Remedy));
            }
        }
        return new MicrophoneCatalog([], problems);
    }

    private static int Rank(MicrophoneInfo microphone) => microphone switch
    {
        { IsDefault: true } => 0,
        { IsMonitor: false } => 1,
        _ => 2,
    };
}
