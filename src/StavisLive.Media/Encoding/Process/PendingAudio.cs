using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Audio that waits for its pictures: samples or a packet. Owned by whoever holds it.</summary>
internal abstract record PendingAudio : IDisposable
{
    private PendingAudio()
    {
    }

    /// <summary>When it begins.</summary>
    public abstract MediaTime Time { get; }

    /// <summary>When it ends; of a packet only the beginning is known.</summary>
    public abstract MediaTime End { get; }

    /// <inheritdoc />
    public abstract void Dispose();

    /// <summary>A block of mono samples.</summary>
    public sealed record Samples(AudioBlock Block) : PendingAudio
    {
        public override MediaTime Time => Block.PresentationTime;

        public override MediaTime End => Time + AudioTime.Of(Block.Count);

        public override void Dispose() => Block.Dispose();
    }

    /// <summary>A packet of encoded audio.</summary>
    public sealed record Encoded(AudioPacket Packet) : PendingAudio
    {
        public override MediaTime Time => Packet.PresentationTime;

        public override MediaTime End => Time;

        public override void Dispose() => Packet.Dispose();
    }
}
