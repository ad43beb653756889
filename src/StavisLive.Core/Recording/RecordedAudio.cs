namespace StavisLive.Core.Recording;

/// <summary>A block of audio as a recorder remembers it.</summary>
/// <param name="FirstSample">Number of its first sample on the stream's line (<see cref="Windowing.AudioRing"/>).</param>
/// <param name="Samples">Mono samples, full scale ±1.</param>
internal sealed record RecordedAudio(long FirstSample, float[] Samples);
