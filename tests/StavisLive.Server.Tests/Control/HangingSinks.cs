using StavisLive.Core.Sinks;
using StavisLive.Hosting.Composition;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Control;

/// <summary>Gives every stream an output; that of one stream cannot be closed until a disk answers.</summary>
/// <param name="hung">Name of that stream.</param>
/// <param name="disk">Done when the disk answers.</param>
internal sealed class HangingSinks(string hung, Task disk) : ISinkProvider
{
    /// <inheritdoc />
    public IEnumerable<ISink> CreateSinks(StreamPlan plan) =>
        [new CollectingSink { OnComplete = () => plan.StreamName == hung ? disk : Task.CompletedTask }];
}
