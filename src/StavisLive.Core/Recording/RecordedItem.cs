using StavisLive.Core.Windowing;

namespace StavisLive.Core.Recording;

/// <summary>A frame or a block of audio: exactly one of them, in the order in which the windows were made of them.</summary>
internal readonly record struct RecordedItem(RecordedFrame? Frame, RecordedAudio? Audio)
{
    /// <summary>Bytes that it takes, without its JPEG.</summary>
    public int Bytes => Frame is null ? Audio!.Samples.Length * sizeof(float) : NetworkWindow.BytesPerFrame;
}
