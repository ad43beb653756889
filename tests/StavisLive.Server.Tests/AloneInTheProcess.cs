namespace StavisLive.Server.Tests;

/// <summary>Tests that listen to the whole process or measure its memory, one after the other: a meter that another test's server closes would end theirs.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
