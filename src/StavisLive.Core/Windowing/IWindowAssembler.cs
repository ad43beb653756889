using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>Turns pictures and audio in the order of time into windows for the network. Not thread-safe.</summary>
public interface IWindowAssembler : IDisposable
{
    /// <summary>Takes a frame's picture (<see cref="NetworkWindow.BytesPerFrame"/> bytes; copied).</summary>
    /// <returns>The slot that the frame falls into: its map is that slot's.</returns>
    long AddFrame(ReadOnlySpan<byte> picture, MediaTime time);

    /// <summary>Takes audio. Copies it.</summary>
    /// <returns>The number of its first sample on the stream's line (<see cref="AudioRing"/>).</returns>
    long AddAudio(AudioBlock block);

    /// <summary>
    /// Nothing comes for the moment: frames that wait for later ones get their windows, the newest picture repeating, as if the next
    /// frame had come now. For those that wait for nothing there is nothing to do.
    /// </summary>
    void Pause()
    {
    }

    /// <summary>Nothing more comes: the last frames get their windows, the edge frame repeating.</summary>
    void End();

    /// <summary>The next window in the order of slots, once there is one; the caller owns it.</summary>
    bool TryTake(out WindowStep step);

    /// <summary>Slots that no frame fell into.</summary>
    long RepeatedSlots { get; }
}
