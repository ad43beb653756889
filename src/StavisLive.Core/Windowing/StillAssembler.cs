using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>Single pictures: each is a clip of sixteen equal frames, in silence. Not thread-safe.</summary>
public sealed class StillAssembler(bool listens) : IWindowAssembler
{
    private readonly Queue<WindowStep> _ready = new();
    private long _count;

    /// <inheritdoc />
    public long RepeatedSlots => 0;

    /// <inheritdoc />
    public long AddFrame(ReadOnlySpan<byte> picture, MediaTime time)
    {
        var window = NetworkWindow.Rent();
        for (var age = 0; age < NetworkWindow.Frames; age++) picture.CopyTo(window.Pictures[(age * NetworkWindow.BytesPerFrame)..]);
        window.PictureIds.Fill(_count);
        window.Audio.Clear();
        window.HasAudio = false;
        _ready.Enqueue(new WindowStep(_count, window, listens ? AudioState.Silent : AudioState.Off, MapState.Live));
        return _count++;
    }

    /// <inheritdoc />
    public long AddAudio(AudioBlock block) => AudioRing.NumberOf(block.PresentationTime);

    /// <inheritdoc />
    public void End()
    {
        // Every picture had its window at once.
    }

    /// <inheritdoc />
    public bool TryTake(out WindowStep step) => _ready.TryDequeue(out step);

    /// <inheritdoc />
    public void Dispose()
    {
        while (_ready.TryDequeue(out var step)) step.Window.Dispose();
    }
}
