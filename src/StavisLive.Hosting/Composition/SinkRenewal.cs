using StavisLive.Core.Sinks;

namespace StavisLive.Hosting.Composition;

/// <summary>How an output file that has failed in the middle of a stream is begun anew.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsContinued">Whether what it holds may stay in it.</param>
/// <param name="Create">Makes another sink, not yet open.</param>
internal sealed record SinkRenewal(string Path, bool IsContinued, Func<Task<ISink>> Create);
