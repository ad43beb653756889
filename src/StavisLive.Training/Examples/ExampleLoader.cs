using System.Threading.Channels;

namespace StavisLive.Training.Examples;

/// <summary>Makes batches ahead of the training that uses them.</summary>
internal sealed class ExampleLoader(IExampleSource source, int batch)
{
    // One in the making, one ready: a batch takes a fraction of a training step to make.
    private const int Ahead = 2;

    /// <summary>Batches in order, from step <paramref name="firstStep"/> on, without an end; where one fails, that is thrown.</summary>
    public IAsyncEnumerable<ExampleBatch> Start(long firstStep, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<ExampleBatch>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        _ = Task.Run(() => FillAsync(channel.Writer, firstStep, cancellationToken), CancellationToken.None);
        // As it was thrown; the channel's own ReadAsync would put an exception of its own around it.
        return channel.Reader.ReadAllAsync(cancellationToken);
    }

    private async Task FillAsync(ChannelWriter<ExampleBatch> writer, long firstStep, CancellationToken cancellationToken)
    {
        try
        {
            for (var step = firstStep; ; step++)
            {
                var examples = new Example[batch];
                for (var i = 0; i < batch; i++) examples[i] = source.Make((step * batch) + i);
                await writer.WriteAsync(new ExampleBatch(examples), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            writer.Complete(e); // the reader of the next batch throws it
        }
    }
}
