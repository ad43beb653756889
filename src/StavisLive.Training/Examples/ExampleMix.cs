namespace StavisLive.Training.Examples;

/// <summary>Batches that hold a fixed number of examples of each of several sources.</summary>
internal sealed class ExampleMix : IExampleSource
{
    private readonly (IExampleSource Source, int OfBatch)[] _parts;
    private readonly int _batch;

    /// <param name="parts">The sources and how many examples of a batch each makes, all at least one.</param>
    public ExampleMix(IReadOnlyList<(IExampleSource Source, int OfBatch)> parts)
    {
        _parts = [.. parts];
        _batch = _parts.Sum(part => part.OfBatch);
    }

    /// <summary>As many as show everything of the first source once.</summary>
    public int Count => _parts[0].Source.Count * _batch / _parts[0].OfBatch;

    /// <summary>Divides a batch by shares, so that each part's number is off by less than one.</summary>
    /// <param name="batch">Examples of a batch.</param>
    /// <param name="shares">Shares of 0 or more; a source with a share above 0 gets nothing only where the batch is too small for it.</param>
    public static int[] Divide(int batch, IReadOnlyList<double> shares)
    {
        var sum = shares.Sum();
        var counts = new int[shares.Count];
        var (before, given) = (0.0, 0);
        for (var part = 0; part < counts.Length; part++)
        {
            before += shares[part];
            counts[part] = (int)Math.Round(batch * before / sum) - given;
            given += counts[part];
        }
        return counts;
    }

    /// <inheritdoc />
    public Example Make(long number)
    {
        var (step, place) = Math.DivRem(number, _batch);
        var part = 0;
        for (; place >= _parts[part].OfBatch; part++) place -= _parts[part].OfBatch;
        return _parts[part].Source.Make((step * _parts[part].OfBatch) + place);
    }
}
