using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>What travels from a stream to its subscribers. Owns its content's holds; whoever owns it disposes it.</summary>
public abstract record StreamItem : IDisposable
{
    private StreamItem()
    {
    }

    /// <summary>The same item with holds of its own, for somebody who keeps it longer than a loan.</summary>
    public abstract StreamItem Share();

    /// <summary>How many bytes its picture has; 0 where it has none.</summary>
    internal virtual int PictureBytes => 0;

    /// <summary>Gives the holds back.</summary>
    public virtual void Dispose()
    {
    }

    /// <summary>A frame with its map.</summary>
    public sealed record Result(SaliencyResult Value) : StreamItem
    {
        /// <inheritdoc />
        public override StreamItem Share() => new Result(Value.Share());

        /// <inheritdoc />
        internal override int PictureBytes => Value.Picture?.Pixels.Length ?? 0;

        /// <inheritdoc />
        public override void Dispose() => Value.Dispose();
    }

    /// <summary>A frame as it came, ahead of its map.</summary>
    public sealed record Frame(VideoFrame Picture) : StreamItem
    {
        /// <inheritdoc />
        public override StreamItem Share() => new Frame(Picture.Share());

        /// <inheritdoc />
        internal override int PictureBytes => Picture.Pixels.Length;

        /// <inheritdoc />
        public override void Dispose() => Picture.Dispose();
    }

    /// <summary>Mono samples, in the order of time; they may run ahead of the results.</summary>
    public sealed record Samples(AudioBlock Block) : StreamItem
    {
        /// <inheritdoc />
        public override StreamItem Share() => new Samples(Block.Share());

        /// <inheritdoc />
        public override void Dispose() => Block.Dispose();
    }

    /// <summary>A packet of the source's own encoded audio, which comes in place of samples where the source passes it on.</summary>
    public sealed record Packet(AudioPacket Content) : StreamItem
    {
        /// <inheritdoc />
        public override StreamItem Share() => new Packet(Content.Share());

        /// <inheritdoc />
        public override void Dispose() => Content.Dispose();
    }

    /// <summary>The source's state has changed.</summary>
    public sealed record SourceChanged(SourceStateChange Change) : StreamItem
    {
        /// <inheritdoc />
        public override StreamItem Share() => this;
    }

    /// <summary>The stream's audio has fallen silent, gone missing or come back.</summary>
    public sealed record AudioChanged(AudioChange Change) : StreamItem
    {
        /// <inheritdoc />
        public override StreamItem Share() => this;
    }
}
