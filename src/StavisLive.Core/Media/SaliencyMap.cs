namespace StavisLive.Core.Media;

/// <summary>Where people would look: a probability for each of 112x112 cells that cover the whole frame.</summary>
public sealed class SaliencyMap : Shared
{
    /// <summary>Cells per side (STAViS, section 3: the network's input and output size).</summary>
    public const int Side = 112;

    /// <summary>Cells of a map.</summary>
    public const int Length = Side * Side;

    private static readonly BufferPool<SaliencyMap> Pool = new(() => new SaliencyMap(), idleLimit: 256);

    private readonly float[] _values = new float[Length];

    private SaliencyMap()
    {
    }

    /// <summary>The map, <c>[112, 112]</c> in raster order, after the sigmoid: 0..1.</summary>
    public Span<float> Values => _values;

    /// <summary>A map with undefined values, held once by the caller.</summary>
    public static SaliencyMap Rent() => Pool.Rent();

    /// <summary>A further hold on the same map.</summary>
    public SaliencyMap Share()
    {
        Hold();
        return this;
    }

    /// <inheritdoc />
    protected override void Recycle() => Pool.Return(this);
}
