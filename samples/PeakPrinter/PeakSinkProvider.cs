using StavisLive.Core.Sinks;
using StavisLive.Hosting.Composition;

namespace PeakPrinter;

/// <summary>Gives every stream of this program a <see cref="PeakSink"/>.</summary>
internal sealed class PeakSinkProvider : ISinkProvider
{
    /// <inheritdoc />
    public IEnumerable<ISink> CreateSinks(StreamPlan plan) => [new PeakSink(Console.Out)];
}
