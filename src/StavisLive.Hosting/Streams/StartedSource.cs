using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Sources.Decorators;

namespace StavisLive.Hosting.Streams;

/// <summary>Tells how far a stream's beginning is.</summary>
/// <param name="inner">The source; owned.</param>
/// <param name="opened">Called when it is open, before outputs are.</param>
/// <param name="started">Called when it is read: the stream is under way then, with everything open.</param>
internal sealed class StartedSource(ISource inner, Action opened, Action started) : SourceDecorator(inner)
{
    /// <inheritdoc />
    public override async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        var description = await Inner.OpenAsync(cancellationToken).ConfigureAwait(false);
        opened();
        return description;
    }

    /// <inheritdoc />
    public override Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        started();
        return Inner.ReadAsync(output, cancellationToken);
    }
}
