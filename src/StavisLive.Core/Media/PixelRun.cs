namespace StavisLive.Core.Media;

/// <summary>Pixels beside each other in one row.</summary>
internal readonly record struct PixelRun(int Row, int Left, int Width);
