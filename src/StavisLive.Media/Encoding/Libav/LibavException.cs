namespace StavisLive.Media.Encoding.Libav;

/// <summary>libavcodec is missing, is not what it should be, or refuses. The message is meant for people and goes into the middle of a sentence.</summary>
internal sealed class LibavException(string message) : Exception(message);
