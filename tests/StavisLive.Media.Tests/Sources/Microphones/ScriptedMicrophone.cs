using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Microphones;

namespace StavisLive.Media.Tests.Sources.Microphones;

/// <summary>A microphone that hears what a test says, and tells afterwards how it was treated.</summary>
internal sealed class ScriptedMicrophone : IMicrophone
{
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AudioHandler? _heard;

    /// <summary>Thrown by <see cref="OpenAsync"/>, if set.</summary>
    public SourceException? OpenFailure { get; init; }

    public bool IsListening => _heard is not null;

    public bool IsDisposed { get; private set; }

    public string Name => "scripted";

    public void OnSamples(float[] samples, long heardAt) => _heard?.Invoke(samples, heardAt);

    public void Lose(string reason) => _lost.SetException(new SourceException(reason));

    public Task OpenAsync(CancellationToken cancellationToken) => OpenFailure is null ? Task.CompletedTask : Task.FromException(OpenFailure);

    public Task ListenAsync(AudioHandler heard, CancellationToken cancellationToken)
    {
        _heard = heard;
        return _lost.Task.WaitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
