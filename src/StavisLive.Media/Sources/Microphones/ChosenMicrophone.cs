namespace StavisLive.Media.Sources.Microphones;

/// <summary>The microphone that a name means once it is opened. Owns it.</summary>
/// <param name="systems">Where it may be, the preferred system first.</param>
/// <param name="name">What it was asked for as.</param>
/// <param name="time">Clock of the stamps.</param>
/// <param name="opened">Told of the sound system that it was opened in.</param>
internal sealed class ChosenMicrophone(IReadOnlyList<IAudioSystem> systems, string name, TimeProvider time, Action<IAudioSystem>? opened = null)
    : IMicrophone
{
    private IMicrophone? _chosen;
    private string? _description;

    /// <inheritdoc />
    public string Name => _description ?? name;

    /// <inheritdoc />
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        // Asking blocks on the sound systems' answers.
        var device = await Task.Factory.StartNew(
            () => MicrophoneChoice.For(name, systems), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        _description = device.Description;
        _chosen = device.System.Create(device.Name, time);
        await _chosen.OpenAsync(cancellationToken).ConfigureAwait(false);
        opened?.Invoke(device.System);
    }

    /// <inheritdoc />
    public Task ListenAsync(AudioHandler heard, CancellationToken cancellationToken) =>
        (_chosen ?? throw new InvalidOperationException("OpenAsync comes first.")).ListenAsync(heard, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _chosen?.DisposeAsync() ?? default;
}
