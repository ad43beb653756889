namespace StavisLive.Core.Configuration;

/// <summary>Something in a configuration that cannot be meant.</summary>
/// <param name="Key">The key that it is about, such as <c>source.rtsp</c> or <c>sources[2].window.fps</c>.</param>
/// <param name="Text">What is wrong and what would be right, for people; names the option and the key.</param>
/// <param name="Stream">The source of a list that it is about, such as <c>sources[2] (hall)</c>; null where there is no list.</param>
public sealed record ConfigProblem(string Key, string Text, string? Stream = null);
