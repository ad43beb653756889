using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using StavisLive.Benchmarks.Measurements;

switch (args)
{
    case ["overhead"]:
        await PipelineOverhead.MeasureAsync(Console.Out);
        return 0;
    case ["startup"]:
        await StartUpTime.MeasureAsync(Console.Out);
        return 0;
    case ["gains", var depth]:
        EngineGains.Measure(Console.Out, int.Parse(depth, CultureInfo.InvariantCulture));
        return 0;
    case ["jitter"]:
        StepJitter.Measure(Console.Out);
        return 0;
    case ["wall"]:
        await ManyStreamsThroughput.MeasureAsync(Console.Out);
        return 0;
    case ["delay"]:
        await RtspDelay.MeasureAsync(Console.Out);
        return 0;
    case ["resampling"]:
        ResamplingAccuracy.Measure(Console.Out);
        return 0;
    case ["foveation", var clip]:
        await FoveationCost.MeasureAsync(Console.Out, clip);
        return 0;
    case ["viewers", .. var seconds]:
        await ViewersLoad.MeasureAsync(Console.Out, TimeSpan.FromSeconds(seconds is [var each] ? double.Parse(each, CultureInfo.InvariantCulture) : 30));
        return 0;
    case ["hop", .. var seconds]:
        await HopDelay.MeasureAsync(Console.Out, TimeSpan.FromSeconds(seconds is [var whole] ? double.Parse(whole, CultureInfo.InvariantCulture) : 30));
        return 0;
    case [] or ["-h" or "--help"]:
        Console.Out.WriteLine(
            """
            Measures how fast StavisLive is. Run it alone on the machine, in Release:

              dotnet run -c Release --project tests/StavisLive.Benchmarks -- COMMAND

              overhead          processor time of the pipeline per 720p frame, beside decoder, encoder and network
              startup           from the program's start to its first map
              gains DEPTH       what each of the engine's ideas gives, at ResNet depth 10, 18, 34, 50 or 101
              jitter            how much longer than usual a step takes at times, beside as much arithmetic
              wall              eight RTSP sources beside one: maps per second, and how long each waits
              delay             from a picture leaving an RTSP server to its map
              resampling        how exactly audio is read at another pace, and how exactly NAudio would
              foveation CLIP    what following attention adds to a live encoder's processor time
              viewers [SECONDS] what fifty viewers and twenty subscribers of the server cost, and how old maps are when they
                                come to them
              hop [SECONDS]     what a second machine between a source and its viewer adds to a map's way
              --filter PATTERN  benchmarks whose full name fits, such as '*' or '*NetworkBenchmark*'; further
                                arguments are BenchmarkDotNet's
            """);
        return args.Length == 0 ? 2 : 0;
    default:
        // In this process: libtorch and OpenCV are where the program has them. Many short iterations, of which the best one tells
        // what a step costs where others use the machine too.
        var config = DefaultConfig.Instance
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
                .WithWarmupCount(3).WithIterationCount(20).WithIterationTime(TimeInterval.FromMilliseconds(100)))
            .AddColumn(StatisticColumn.Min, StatisticColumn.Median)
            .HideColumns(StatisticColumn.Error)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results"));
        BenchmarkSwitcher.FromAssembly(typeof(PipelineOverhead).Assembly).Run(args, config);
        return 0;
}
