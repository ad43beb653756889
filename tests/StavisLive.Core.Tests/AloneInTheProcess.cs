namespace StavisLive.Core.Tests;

/// <summary>Tests of what there is once in a process: they run one after the other, when all others are done.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
