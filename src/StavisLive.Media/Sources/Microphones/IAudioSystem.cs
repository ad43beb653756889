namespace StavisLive.Media.Sources.Microphones;

/// <summary>One of the ways in which a machine gives its microphones to programs.</summary>
internal interface IAudioSystem
{
    /// <summary>Its name, for people.</summary>
    string Name { get; }

    /// <summary>Asks for its microphones, at least one. Blocks, for seconds at worst; starts nothing.</summary>
    /// <exception cref="AudioSystemException">It is not there, or has none.</exception>
    IReadOnlyList<MicrophoneInfo> List();

    /// <summary>Whether it would open a name that it does not list.</summary>
    bool Recognises(string name);

    /// <summary>A microphone of it, not yet open.</summary>
    /// <param name="name">From <see cref="List"/>; null: the default one, also when that changes.</param>
    /// <param name="time">Clock of the stamps.</param>
    IMicrophone Create(string? name, TimeProvider time);
}
