using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>What the network saw of one frame, in a recycled buffer.</summary>
public sealed class NetworkPicture : Shared
{
    // A live stream's delay line of them; more idle ones are never needed.
    private static readonly BufferPool<NetworkPicture> Pool = new(() => new NetworkPicture(), idleLimit: 64);

    private readonly byte[] _pixels = new byte[NetworkWindow.BytesPerFrame];

    private NetworkPicture()
    {
    }

    /// <summary>The picture, <c>[112, 112, 3]</c>, RGB, 0..255.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>The same pixels for asynchronous reads.</summary>
    public ReadOnlyMemory<byte> PixelMemory => _pixels;

    /// <summary>A further hold on the same picture.</summary>
    public NetworkPicture Share()
    {
        Hold();
        return this;
    }

    /// <summary>A copy of a picture, held once by the caller.</summary>
    internal static NetworkPicture Of(ReadOnlySpan<byte> pixels)
    {
        var picture = Pool.Rent();
        pixels.CopyTo(picture._pixels);
        return picture;
    }

    /// <inheritdoc />
    protected override void Recycle() => Pool.Return(this);
}
