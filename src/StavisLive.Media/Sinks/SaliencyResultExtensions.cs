using StavisLive.Core.Media;
using StavisLive.Core.Sinks;

namespace StavisLive.Media.Sinks;

internal static class SaliencyResultExtensions
{
    /// <summary>The picture that the sink asked for.</summary>
    public static VideoFrame PictureOf(this SaliencyResult result, ISink sink) =>
        result.Picture ?? throw new InvalidOperationException($"The sink {sink.Name} needs pictures, but the result carries none.");
}
