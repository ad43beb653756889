namespace StavisLive.Media.Sources.Microphones;

/// <summary>What the name of a microphone came to.</summary>
/// <param name="System">The sound system that has it.</param>
/// <param name="Name">Its name there; null: the default one.</param>
/// <param name="Description">For people.</param>
internal sealed record ChosenDevice(IAudioSystem System, string? Name, string Description);
