namespace StavisLive.Media.Sources.Microphones;

/// <summary>A microphone that was found.</summary>
/// <param name="Name">What a configuration (<c>source.mic</c>) calls it.</param>
/// <param name="Description">What people call it.</param>
/// <param name="System">The sound system that it belongs to.</param>
public sealed record MicrophoneInfo(string Name, string Description, string System)
{
    /// <summary>Whether <c>default</c> is this one at the moment.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether it hears what the machine plays, not a room.</summary>
    public bool IsMonitor { get; init; }

    /// <summary>Whether it is switched to silence in the system's mixer.</summary>
    public bool IsMuted { get; init; }
}
