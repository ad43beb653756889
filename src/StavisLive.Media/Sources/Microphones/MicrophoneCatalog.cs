namespace StavisLive.Media.Sources.Microphones;

/// <summary>What a look for microphones brought.</summary>
/// <param name="Found">The microphones, the default one first.</param>
/// <param name="Problems">Why the sound systems before the one that has them, or all, have none.</param>
public sealed record MicrophoneCatalog(IReadOnlyList<MicrophoneInfo> Found, IReadOnlyList<AudioSystemProblem> Problems);
