using BenchmarkDotNet.Running;
using StavisLive.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(MapScorerBenchmarks).Assembly).Run(args);
