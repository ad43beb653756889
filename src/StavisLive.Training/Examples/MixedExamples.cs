namespace StavisLive.Training.Examples;

/// <summary>Batches that hold a fixed number of examples of each of two sources.</summary>
internal sealed class MixedExamples(IExampleSource first, int firstOfBatch, IExampleSource second, int batch) : IExampleSource
{
    /// <inheritdoc />
    public int Count => first.Count * batch / firstOfBatch;

    /// <inheritdoc />
    public Example Make(long number)
    {
        var (step, place) = Math.DivRem(number, batch);
        return place < firstOfBatch
            ? first.Make((step * firstOfBatch) + place)
            : second.Make((step * (batch - firstOfBatch)) + place - firstOfBatch);
    }
}
