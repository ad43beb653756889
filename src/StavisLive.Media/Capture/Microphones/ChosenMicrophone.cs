using StavisLive.Core.Pipeline;

namespace StavisLive.Media.Capture.Microphones;

/// <summary>The microphone that a name means once it is opened. Owns it.</summary>
internal sealed class ChosenMicrophone(IReadOnlyList<ISoundSystem> systems, string name, TimeProvider time) : IMicrophone
{
    private IMicrophone? _chosen;

    /// <inheritdoc />
    public string Name => _chosen?.Name ?? name;

    /// <inheritdoc />
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        // Asking blocks on the sound systems' answers.
        var (system, device) = await Task.Factory.StartNew(
            () => MicrophoneChoice.For(name, systems), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        _chosen = system.Create(device, time);
        await _chosen.OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task ListenAsync(SoundHandler heard, CancellationToken cancellationToken) =>
        (_chosen ?? throw new InvalidOperationException("OpenAsync comes first.")).ListenAsync(heard, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _chosen?.DisposeAsync() ?? default;
}
