using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Sources.Decorators;

namespace StavisLive.Hosting.Streams;

/// <summary>Tells when a source is read: the stream is under way then, with everything open.</summary>
internal sealed class StartedSource(ISource inner, Action started) : SourceDecorator(inner)
{
    /// <inheritdoc />
    public override Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        started();
        return Inner.ReadAsync(output, cancellationToken);
    }
}
