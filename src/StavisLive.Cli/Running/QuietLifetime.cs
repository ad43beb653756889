using Microsoft.Extensions.Hosting;

namespace StavisLive.Cli.Running;

/// <summary>A host's lifetime on a terminal that says nothing and takes no signals: <see cref="Interruption"/> does.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
