using StavisLive.Core.Media;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>Takes samples as they come, on the microphone's own thread.</summary>
/// <param name="samples">Mono samples (<see cref="AudioFormat"/>). Borrowed for the call.</param>
/// <param name="heardAt">When the first of them was in the air: <see cref="TimeProvider.GetTimestamp"/>, the device's delay taken off.</param>
public delegate void AudioHandler(ReadOnlySpan<float> samples, long heardAt);
