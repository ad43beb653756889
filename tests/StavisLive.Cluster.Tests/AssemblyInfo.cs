// Nodes are processes, and tests wait for them rather than compute.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
