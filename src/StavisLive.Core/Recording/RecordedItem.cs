using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Recording;

/// <summary>What windows were made of, in the order in which they were.</summary>
internal abstract record RecordedItem
{
    private RecordedItem()
    {
    }

    /// <summary>Bytes that it takes, without a frame's JPEG.</summary>
    public abstract int Bytes { get; }

    /// <summary>When it is shown or heard, on the stream's time line.</summary>
    public abstract MediaTime Time { get; }

    /// <summary>A frame. Owns a hold on it.</summary>
    public sealed record Picture(RecordedFrame Frame) : RecordedItem
    {
        /// <inheritdoc />
        public override int Bytes => NetworkWindow.BytesPerFrame;

        /// <inheritdoc />
        public override MediaTime Time => Frame.PresentationTime;
    }

    /// <summary>A block of audio.</summary>
    /// <param name="FirstSample">Number of its first sample on the stream's line (<see cref="AudioRing"/>).</param>
    /// <param name="Content">Mono samples, full scale ±1.</param>
    /// <param name="FollowsPause">Whether windows ran ahead before it came.</param>
    public sealed record Samples(long FirstSample, float[] Content, bool FollowsPause) : RecordedItem
    {
        /// <inheritdoc />
        public override int Bytes => Content.Length * sizeof(float);

        /// <inheritdoc />
        public override MediaTime Time => AudioRing.TimeOf(FirstSample);
    }
}
