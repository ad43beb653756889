using StavisLive.Model.Native;

namespace StavisLive.Cli.Running;

/// <summary>libtorch being loaded on a thread of its own, half a second that nobody need wait for before a network is asked for.</summary>
/// <remarks>Whoever asks for the network is told if it fails.</remarks>
internal sealed class TorchLoading : IAsyncDisposable
{
    private readonly Task _loading = Task.Factory.StartNew(TorchRuntime.EnsureLoaded, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Waits for its end: a process that exits while a library's constructors run ends by SIGSEGV or SIGABRT.</summary>
    public async ValueTask DisposeAsync() => await _loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
