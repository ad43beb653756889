using System.Globalization;
using System.Security.Cryptography;
using StavisLive.Media.Files;

namespace StavisLive.Media.Sources.Frames;

/// <summary>What the file of a video's decoded pictures is called.</summary>
/// <param name="Video">What the names of all that were decoded of this video, and of those before it in its place, begin with.</param>
/// <param name="Version">How those of the video as it is now go on.</param>
/// <param name="Kind">How pictures of this size and rate end.</param>
/// <param name="Former">What earlier programs called it, whatever folder the video lay in.</param>
internal sealed record FrameStoreName(string Video, string Version, string Kind, string Former)
{
    private const int MarkLength = 16;

    /// <summary>The name for a video.</summary>
    /// <remarks>Videos of one name lie in several folders, and one may be replaced by an older one.</remarks>
    public static FrameStoreName Of(string video, int width, int height, double fps)
    {
        var file = new FileInfo(FilePlace.Resolve(video));
        var name = Path.GetFileNameWithoutExtension(video);
        var kind = string.Create(CultureInfo.InvariantCulture, $"{width}x{height}-{fps:0.###}.bgr");
        var version = string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}");
        return new($"{name}-{MarkOf(file.FullName)}-", $"{MarkOf(version)}-", kind, $"{name}-{kind}");
    }

    /// <summary>The whole name.</summary>
    public string Whole => Video + Version + Kind;

    /// <summary>Whether another file holds pictures of a video that this one has taken the place of, or was named by an earlier program.</summary>
    public bool Outdates(string other) =>
        other == Former || (other.StartsWith(Video, StringComparison.Ordinal) && !other.StartsWith(Video + Version, StringComparison.Ordinal));

    private static string MarkOf(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..MarkLength];
}
