// Most tests here wait for somebody else rather than compute.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
