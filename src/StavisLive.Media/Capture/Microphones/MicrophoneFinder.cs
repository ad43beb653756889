using StavisLive.Media.Capture.Microphones.Alsa;
using StavisLive.Media.Capture.Microphones.Pulse;

namespace StavisLive.Media.Capture.Microphones;

/// <summary>The microphones of this machine.</summary>
public static partial class MicrophoneFinder
{
    // In the order in which they are preferred: a sound server shares its devices, ALSA takes them for itself.
    private static readonly Lazy<IReadOnlyList<ISoundSystem>> Systems = new(() =>
    {
        var systems = new List<ISoundSystem>();
        if (OperatingSystem.IsLinux()) systems.AddRange([new PulseSystem(), new AlsaSystem()]);
        AddWindows(systems);
        return systems;
    });

    /// <summary>The microphone of a name, not yet open.</summary>
    /// <param name="name"><c>default</c>, or a name or description from <see cref="Find"/>, or a part that only one has.</param>
    /// <param name="time">Clock of the stamps.</param>
    public static IMicrophone Create(string name, TimeProvider time) => new ChosenMicrophone(Systems.Value, name, time);

    /// <summary>Looks for microphones. Blocks, for seconds at worst; opens and starts nothing.</summary>
    public static MicrophoneCatalog Find() => Find(Systems.Value);

    internal static MicrophoneCatalog Find(IReadOnlyList<ISoundSystem> systems)
    {
        var found = new List<MicrophoneInfo>();
        var problems = new List<string>();
        foreach (var system in systems)
        {
            try
            {
                found.AddRange(system.List());
            }
            catch (SoundSystemException e)
            {
                problems.Add($"{system.Name}: {e.Message}.");
            }
            // A sound server has the devices of the systems below it.
            if (found.Count > 0) break;
        }
        return new MicrophoneCatalog([.. found.OrderBy(microphone => microphone switch { { IsDefault: true } => 0, { IsMonitor: true } => 2, _ => 1 })], problems);
    }

    // Where there is no WASAPI its file is not compiled, and the call goes with it.
    static partial void AddWindows(List<ISoundSystem> systems);
}
