namespace StavisLive.Media.Capture.Microphones;

/// <summary>What a look for microphones brought.</summary>
/// <param name="Found">The microphones, the default one first.</param>
/// <param name="Problems">Sound systems that could not be asked, each with its reason, as sentences.</param>
public sealed record MicrophoneCatalog(IReadOnlyList<MicrophoneInfo> Found, IReadOnlyList<string> Problems);
