namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>What a file of QP maps doesn't say of itself.</summary>
/// <param name="BlockSize">Pixels of the side of a block of the records.</param>
/// <param name="Width">Pixels per row of the pictures; 0 where unknown.</param>
/// <param name="Height">Rows of the pictures; 0 where unknown.</param>
internal sealed record QpFileShape(int BlockSize, int Width = 0, int Height = 0)
{
    /// <summary>Whether the pictures' size is known.</summary>
    public bool HasSize => Width > 0;

    /// <summary>Blocks of a size in a picture: per row, and rows.</summary>
    internal (int Columns, int Rows) GridOf(int blockSize) => ((Width + blockSize - 1) / blockSize, (Height + blockSize - 1) / blockSize);
}
