namespace StavisLive.Core.Configuration;

/// <summary>Something in a configuration that cannot be meant.</summary>
/// <param name="Key">The key that it is about, such as <c>source.rtsp</c> or <c>sources[2].window.fps</c>.</param>
/// <param name="Text">What is wrong and what would be right, for people; names the option and the key.</param>
public sealed record ConfigProblem(string Key, string Text);
