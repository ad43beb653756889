using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Testing;

/// <summary>A source that does what a test says, and tells afterwards how it was treated.</summary>
public sealed class ScriptedSource(SourceDescription description, Func<IMediaWriter, CancellationToken, Task> script) : ISource
{
    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Thrown by <see cref="OpenAsync"/>, if set.</summary>
    public Exception? OpenFailure { get; init; }

    /// <inheritdoc />
    public string Name => "scripted";

    /// <inheritdoc />
    public Task<SourceDescription> OpenAsync(CancellationToken cancellationToken) =>
        OpenFailure is null ? Task.FromResult(description) : Task.FromException<SourceDescription>(OpenFailure);

    /// <inheritdoc />
    public Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken) => script(output, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
