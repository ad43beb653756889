namespace StavisLive.Media.Matroska;

/// <summary>What a track says of the colours of its pictures.</summary>
/// <param name="Matrix">How luma and colour differences are made of red, green and blue (ITU-T H.273, table 4); 2 where it isn't said.</param>
/// <param name="Transfer">How light is made levels of (H.273, table 3); 2 where it isn't said.</param>
/// <param name="Range">1 for levels from 16 to 235, 2 for all 256; 0 where it isn't said (RFC 9559).</param>
internal readonly record struct MatroskaColour(int Matrix, int Transfer, int Range)
{
    private const int Unspecified = 2;
    private const int FullRange = 2;

    // SMPTE ST 2084 and ARIB STD-B67.
    private const int Pq = 16;
    private const int Hlg = 18;

    /// <summary>Of a track that says nothing.</summary>
    public static MatroskaColour Unknown => new(Unspecified, Unspecified, 0);

    /// <summary>Whether all 256 levels are in use.</summary>
    public bool IsFullRange => Range == FullRange;

    /// <summary>Whether the pictures are made for displays that shine brighter than white.</summary>
    public bool IsHdr => Transfer is Pq or Hlg;

    /// <summary>Reads a Colour element's payload.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static MatroskaColour Parse(ReadOnlySpan<byte> payload)
    {
        var colour = Unknown;
        var cursor = new EbmlCursor(payload);
        while (cursor.Next())
        {
            colour = cursor.Id switch
            {
                EbmlId.MatrixCoefficients => colour with { Matrix = cursor.Count() },
                EbmlId.TransferCharacteristics => colour with { Transfer = cursor.Count() },
                EbmlId.Range => colour with { Range = cursor.Count() },
                _ => colour,
            };
        }
        return colour;
    }
}
