using StavisLive.Core.Media;

namespace StavisLive.Core.Recording;

/// <summary>A map as a recorder remembers it. Owns a hold on <see cref="Map"/>.</summary>
/// <param name="Slot">The slot that it was computed for.</param>
/// <param name="Map">The map.</param>
/// <param name="Audio">What the network heard.</param>
/// <param name="CaptureToMap">What passed from the capture of the first frame that it was published with.</param>
internal readonly record struct RecordedMap(long Slot, SaliencyMap Map, AudioState Audio, TimeSpan CaptureToMap);
