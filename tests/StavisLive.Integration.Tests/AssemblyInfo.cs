// Every test runs the whole program, which uses all processors: two at a time would only be slow and upset live clocks.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
