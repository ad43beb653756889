using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>What the network sees at one step: sixteen small pictures and the audio around them. Recycled.</summary>
public sealed class NetworkWindow : Shared
{
    /// <summary>Pictures in a window (STAViS, section 4: 16-frame clips).</summary>
    public const int Frames = 16;

    /// <summary>Bytes of one picture: 112 x 112 x RGB.</summary>
    public const int BytesPerFrame = SaliencyMap.Length * 3;

    /// <summary>Samples of the audio input: sixteen frames at 10 per second at 22,050 Hz, the longest the authors met.</summary>
    public const int AudioLength = 35_280;

    private static readonly BufferPool<NetworkWindow> Pool = new(() => new NetworkWindow(), idleLimit: 64);

    // Pinned: native code reads them in place.
    private readonly byte[] _pictures = GC.AllocateUninitializedArray<byte>(Frames * BytesPerFrame, pinned: true);
    private readonly float[] _audio = GC.AllocateUninitializedArray<float>(AudioLength, pinned: true);
    private readonly long[] _pictureIds = new long[Frames];

    private NetworkWindow()
    {
    }

    /// <summary>The pictures, oldest first: <c>[16, 112, 112, 3]</c>, RGB, 0..255.</summary>
    public Span<byte> Pictures => _pictures;

    /// <summary>The excerpt, <c>[35280]</c>: Hann-windowed and centred, full scale ±256 (all zero: no audio).</summary>
    public Span<float> Audio => _audio;

    /// <summary>
    /// Which picture lies where, oldest first: equal numbers within one stream are equal pictures, so that consecutive
    /// windows can share what was computed for them.
    /// </summary>
    public Span<long> PictureIds => _pictureIds;

    /// <summary>Which stream the picture numbers belong to.</summary>
    public int StreamId { get; set; }

    /// <summary>Whether <see cref="Audio"/> is not all zero.</summary>
    public bool HasAudio { get; set; }

    /// <summary>A window with undefined content, held once by the caller.</summary>
    public static NetworkWindow Rent() => Pool.Rent();

    /// <inheritdoc />
    protected override void Recycle() => Pool.Return(this);
}
