using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Decorators;

/// <summary>A source that changes what another one hands over. Owns the other.</summary>
public abstract class SourceDecorator(ISource inner) : ISource
{
    /// <inheritdoc />
    public virtual string Name => Inner.Name;

    /// <inheritdoc />
    public TCapability? Find<TCapability>() where TCapability : class => this as TCapability ?? Inner.Find<TCapability>();

    /// <summary>The source underneath.</summary>
    protected ISource Inner { get; } = inner;

    /// <inheritdoc />
    public virtual Task<SourceDescription> OpenAsync(CancellationToken cancellationToken) => Inner.OpenAsync(cancellationToken);

    /// <inheritdoc />
    public abstract Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Inner.DisposeAsync();
    }
}
