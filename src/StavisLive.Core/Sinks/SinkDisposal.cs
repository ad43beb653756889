using Microsoft.Extensions.Logging;

namespace StavisLive.Core.Sinks;

/// <summary>Disposes sinks so that one that fails even then keeps nothing else from being closed.</summary>
internal static partial class SinkDisposal
{
    /// <summary>Disposes a sink; what goes wrong is told in the log.</summary>
    public static async ValueTask DisposeAsync(ISink sink, ILogger log)
    {
        try
        {
            await sink.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogNotClosed(log, sink.Name, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Output {Sink} could not be closed properly")]
    private static partial void LogNotClosed(ILogger log, string sink, Exception cause);
}
