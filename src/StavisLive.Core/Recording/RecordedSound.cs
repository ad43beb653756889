namespace StavisLive.Core.Recording;

/// <summary>A block of sound as a recorder remembers it.</summary>
/// <param name="FirstSample">Number of its first sample on the stream's line (<see cref="Windowing.AudioRing"/>).</param>
/// <param name="Samples">Mono samples, full scale ±1.</param>
internal sealed record RecordedSound(long FirstSample, float[] Samples);
