using System.Globalization;
using StavisLive.Media.Encoding.Regions;

namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>
/// SVT-AV1's <c>--roi-map-file</c>: a line of text for each picture that differs from the one before, with its number and a value for each
/// 64x64 block; at most eight values in a line.
/// </summary>
internal sealed class SvtAv1Format : QpFormat
{
    private const int MostValues = 8;
    private const int MostOffset = 255;

    // AV1's scale has 255 steps for what H.264's has 51 for.
    private const int StepsPerDelta = MostOffset / MostDelta;

    private string? _last;

    /// <inheritdoc />
    public override string Name => "svt-av1";

    /// <inheritdoc />
    private protected override int BlockSize => 64;

    /// <inheritdoc />
    private protected override void Write(QpRecord record, long number, QpFileShape shape, Stream output)
    {
        if (number == 0) _last = null;
        var values = string.Join(' ', FewValues(record.Deltas).Select(delta => (delta * StepsPerDelta).ToString(CultureInfo.InvariantCulture)));
        if (values == _last) return;
        _last = values;
        output.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number} {values}\n")));
    }

    /// <inheritdoc />
    private protected override long Check(Stream file, string path, QpFileShape shape)
    {
        using var lines = new StreamReader(file, System.Text.Encoding.ASCII);
        var (expected, before) = (shape.HasSize ? shape.GridOf(BlockSize).Columns * shape.GridOf(BlockSize).Rows : 0, -1L);
        var number = 0L;
        for (; lines.ReadLine() is { } line; number++)
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var picture))
                throw Bad(number, "is no line of a picture's number and a value for each block of 64 pixels (qp convert makes them of records)");
            if (picture <= before) throw Bad(number, $"is for picture {picture}, but the one before was for {before}");
            before = picture;
            CheckValues(number, words.AsSpan(1), ref expected);
        }
        return number;
    }

    private static void CheckValues(long number, ReadOnlySpan<string> words, ref int expected)
    {
        if (expected == 0) expected = words.Length;
        if (words.Length != expected) throw Bad(number, $"has {words.Length} values for {expected} blocks");
        var seen = new HashSet<int>();
        for (var block = 0; block < words.Length; block++)
        {
            if (!int.TryParse(words[block], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value is < -MostOffset or > MostOffset)
                throw Bad(number, $"asks for {words[block]} in block {block}; {-MostOffset} to {MostOffset} are possible");
            seen.Add(value);
        }
        if (seen.Count > MostValues) throw Bad(number, $"has {seen.Count} different values; AV1 has {MostValues} segments");
        if (seen.Max() < 0) throw Bad(number, "has negative values alone; what comes of it may not be decodable");
    }

    // Where there are too many, evenly between the least and the largest.
    private static IEnumerable<sbyte> FewValues(sbyte[] deltas)
    {
        if (deltas.Distinct().Count() <= MostValues) return deltas;
        var levels = new QpLevels(Math.Min((int)deltas.Min(), 0), Math.Max((int)deltas.Max(), 0), MostValues);
        return deltas.Select(levels.Nearest);
    }
}
