using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>A window ready for the network. Whoever takes it owns one hold on <see cref="Window"/>.</summary>
/// <param name="TargetSlot">The slot whose map the network will give.</param>
/// <param name="Window">Pictures and audio.</param>
/// <param name="Audio">What there is to hear.</param>
/// <param name="State"><see cref="MapState.Warming"/> while the window still repeats the stream's first frame.</param>
public readonly record struct WindowStep(long TargetSlot, NetworkWindow Window, AudioState Audio, MapState State);
