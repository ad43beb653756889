using StavisLive.Core.Media;

namespace StavisLive.Core.Sessions.Stages;

/// <summary>What travels from a source to the window stage. Owns its content; whoever reads it disposes it.</summary>
internal abstract record MediaItem : IDisposable
{
    private MediaItem()
    {
    }

    /// <summary>How many bytes its picture has; 0 where it is none.</summary>
    public virtual int PictureBytes => 0;

    /// <summary>Gives the content back.</summary>
    public virtual void Dispose()
    {
    }

    /// <summary>A picture.</summary>
    public sealed record Picture(VideoFrame Frame) : MediaItem
    {
        /// <inheritdoc />
        public override int PictureBytes => Frame.Pixels.Length;

        /// <inheritdoc />
        public override void Dispose() => Frame.Dispose();
    }

    /// <summary>Mono samples.</summary>
    public sealed record Samples(AudioBlock Block) : MediaItem
    {
        /// <inheritdoc />
        public override void Dispose() => Block.Dispose();
    }

    /// <summary>A packet of the source's own encoded audio.</summary>
    public sealed record Packet(AudioPacket Content) : MediaItem
    {
        /// <inheritdoc />
        public override void Dispose() => Content.Dispose();
    }

    /// <summary>No picture has come for a while, now or when the stream was recorded.</summary>
    public sealed record Pause : MediaItem
    {
        /// <summary>The one that there is.</summary>
        public static Pause Instance { get; } = new();
    }
}
