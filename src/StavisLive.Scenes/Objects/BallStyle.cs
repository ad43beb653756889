using System.Numerics;

namespace StavisLive.Scenes.Objects;

/// <summary>How a ball looks.</summary>
/// <param name="Look">Its texture.</param>
/// <param name="Ground">Its first colour: blue, green, red, 0..255.</param>
/// <param name="Figure">Its second colour.</param>
/// <param name="Axis">What it turns around; any length but 0.</param>
public sealed record BallStyle(ObjectLook Look, Vector3 Ground, Vector3 Figure, Vector3 Axis);
