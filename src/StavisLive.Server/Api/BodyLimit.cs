using Microsoft.AspNetCore.Http.Metadata;

namespace StavisLive.Server.Api;

/// <summary>An endpoint's own bound of what a request brings; what is larger is answered with 413.</summary>
/// <param name="bytes">The bound.</param>
internal sealed class BodyLimit(long bytes) : IRequestSizeLimitMetadata
{
    /// <inheritdoc />
    public long? MaxRequestBodySize => bytes;
}
