namespace StavisLive.Media.Sources.Microphones.Pulse;

/// <summary>A PulseAudio server, or PipeWire's that speaks its protocol.</summary>
/// <param name="address">Its address; null: what the environment and the configuration say.</param>
internal sealed class PulseSystem(string? address = null) : IAudioSystem
{
    public const string SystemName = "PulseAudio/PipeWire";

    /// <inheritdoc />
    public string Name => SystemName;

    /// <inheritdoc />
    public IReadOnlyList<MicrophoneInfo> List() => PulseServer.ListSources(address) is { Count: > 0 } sources
        ? sources
        : throw new AudioSystemException("the server has no microphone", "plug one in");

    /// <inheritdoc />
    public bool Recognises(string name) => false;

    /// <inheritdoc />
    public IMicrophone Create(string? name, TimeProvider time) =>
        new ThreadedMicrophone(name ?? "default", () => new PulseInput(address, name), time);
}
