using StavisLive.Media.Sources.Microphones;

namespace StavisLive.Media.Tests.Sources.Microphones;

/// <summary>A sound system with the microphones that a test gives it; none: it is not there.</summary>
internal sealed class ScriptedAudioSystem(string name, params MicrophoneInfo[] microphones) : IAudioSystem
{
    /// <summary>A name that it opens without listing it.</summary>
    public string? Unlisted { get; init; }

    public string Name => name;

    public IReadOnlyList<MicrophoneInfo> List() =>
        microphones.Length > 0 ? microphones : throw new AudioSystemException("not there", "start it");

    public bool Recognises(string microphone) => microphone == Unlisted;

    public IMicrophone Create(string? microphone, TimeProvider time) => throw new InvalidOperationException("Only chosen from.");
}
