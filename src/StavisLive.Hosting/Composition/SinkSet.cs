using StavisLive.Core.Sinks;

namespace StavisLive.Hosting.Composition;

/// <summary>The sinks of a run.</summary>
/// <param name="All">In the order in which they are opened.</param>
/// <param name="DisplayClosed">Fires when the user closes the window; never, without one.</param>
internal sealed record SinkSet(IReadOnlyList<ISink> All, CancellationToken DisplayClosed);
