using System.Globalization;

namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>How an encoder elsewhere wants its QP maps: made from records, and checked.</summary>
internal abstract class QpFormat
{
    // Steps that H.264 and H.265 have; larger differences mean nothing.
    private protected const int MostDelta = 51;

    private protected QpFormat()
    {
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<QpFormat> All { get; } =
    [
        new KvazaarFormat(), new SvtAv1Format(), new NvencFormat("nvenc-h264", 16), new NvencFormat("nvenc-hevc", 32), new NvencFormat("nvenc-av1", 64),
        new X264Format(), new JsonFormat(),
    ];

    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a file of it can be checked only by who knows the pictures' size.</summary>
    public virtual bool NeedsSize => false;

    /// <summary>Pixels of the side of a block.</summary>
    private protected abstract int BlockSize { get; }

    /// <summary>The format of a name; null where there is none.</summary>
    public static QpFormat? Find(string name) => name == "nvenc" ? All[2] : All.FirstOrDefault(format => format.Name == name);

    /// <summary>Writes records in this format.</summary>
    /// <param name="records">The records.</param>
    /// <param name="shape">Their blocks, and the pictures' size where it is known.</param>
    /// <param name="output">Where to; borrowed.</param>
    /// <exception cref="InvalidDataException">A record does not fit; the message says which and why.</exception>
    public void Convert(IEnumerable<QpRecord> records, QpFileShape shape, Stream output)
    {
        if (BlockSize % shape.BlockSize != 0)
            throw new InvalidDataException($"{Name} has blocks of {BlockSize} pixels, which blocks of {shape.BlockSize} don't fill; write records with smaller ones (`outputs.qpBlockSize`)");
        var number = 0L;
        foreach (var record in records)
        {
            if (shape.HasSize && (record.Columns, record.Rows) != shape.GridOf(shape.BlockSize))
                throw Bad(number, $"has {record.Columns}x{record.Rows} blocks, but {shape.Width}x{shape.Height} pixels have {shape.GridOf(shape.BlockSize).Columns}x{shape.GridOf(shape.BlockSize).Rows}");
            Write(QpGrid.Coarsen(record, BlockSize / shape.BlockSize), number++, shape, output);
        }
        Finish(output);
    }

    /// <summary>What is wrong with a file of this format: the first record that breaks a rule, and which; null where all is well.</summary>
    /// <param name="file">What it holds; borrowed.</param>
    /// <param name="path">What it is called.</param>
    /// <param name="shape">The pictures' size, where it is known.</param>
    internal string? Problem(Stream file, string path, QpFileShape shape)
    {
        try
        {
            return Check(file, path, shape) == 0 ? "it holds nothing" : null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    /// <summary>Writes one record, whose blocks have this format's size.</summary>
    private protected abstract void Write(QpRecord record, long number, QpFileShape shape, Stream output);

    /// <summary>Writes what comes behind the last.</summary>
    private protected virtual void Finish(Stream output)
    {
    }

    /// <summary>Fails at the first record that breaks a rule; else returns how many there are.</summary>
    private protected abstract long Check(Stream file, string path, QpFileShape shape);

    /// <summary>Fails where a record asks for more than there is.</summary>
    private protected static void CheckDeltas(QpRecord record, long number)
    {
        if (Array.FindIndex(record.Deltas, delta => Math.Abs((int)delta) > MostDelta) is >= 0 and var block)
            throw Bad(number, $"asks for {record.Deltas[block]} in block {block}; {-MostDelta} to {MostDelta} are possible");
    }

    private protected static InvalidDataException Bad(long record, string what) => new(string.Create(CultureInfo.InvariantCulture, $"record {record} {what}"));
}
