using Microsoft.Extensions.Logging;
using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Logging;
using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Evaluation;
using StavisLive.Evaluation.Baselines;
using StavisLive.Evaluation.Networks;
using StavisLive.Evaluation.Reports;
using StavisLive.Evaluation.Scoring;
using StavisLive.Evaluation.Sets;
using StavisLive.Hosting.Composition;
using StavisLive.Media.Files;

namespace StavisLive.Cli.Evaluation;

/// <summary>Carries an evaluation out and tells its outcome.</summary>
internal static partial class EvaluationRun
{
    /// <summary>Runs every clip of the data set; gives the exit code.</summary>
    public static async Task<int> RunAsync(EvaluationPlan plan)
    {
        var time = TimeProvider.System;
        using var logs = LogSetup.Create(new LogConfig());
        var log = logs.CreateLogger("stavis-live");
        using var interruption = new Interruption();

        var set = plan.Dataset.Open(plan.Seed, logs);
        foreach (var notice in set.Notices) LogNotice(log, notice);
        // Before the work, so that a path that cannot be written doesn't cost an hour.
        if (plan.Csv is { } csv) OutputFile.Check(csv);
        using var report = plan.Report is { } folder ? new PictureReport(folder) : null;
        var baselines = plan.WithBaselines ? BaselinesOf(set) : [];
        try
        {
            EvaluationResult result;
            await using (var scheduler = SchedulerOf(plan.Model, log, time))
            await using (var compared = plan.Compared is { } other ? SchedulerOf(other, log, time) : null)
            {
                var scorer = new FrameScorer(plan.Protocol, await StartAsync(scheduler, compared, plan.WithMuted, log), baselines, plan.Scorer);
                var progress = new EvaluationProgress(report, log, time);
                result = await new SetEvaluation(plan.Protocol, scorer, time).RunAsync(set, progress, interruption.Token);
            }
            result = result with { Unread = [.. result.Unread.Select(problem => OptionWords.Of(problem))] };
            Tell(result, plan.AsJson, set.Name);
            report?.Write(set.Name, result);
            if (plan.Csv is { } file) EvaluationCsv.Write(file, result);
            return result.Unread.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        finally
        {
            foreach (var baseline in baselines) baseline.Dispose();
        }
    }

    private static InferenceScheduler SchedulerOf(ModelConfig model, ILogger log, TimeProvider time) =>
        new(() => PredictorFactory.Create(model, log, time), time);

    private static async Task<IReadOnlyList<EvaluatedNetwork>> StartAsync(InferenceScheduler network, InferenceScheduler? compared, bool withMuted, ILogger log)
    {
        var networks = new List<EvaluatedNetwork>();
        foreach (var (name, scheduler) in new[] { ("network", network), ("compared", compared) })
        {
            if (scheduler is null) continue;
            scheduler.Start();
            // One after the other: what a network finds out about the machine by measuring, it finds out alone.
            var listens = await scheduler.Ready;
            networks.Add(new EvaluatedNetwork(name, scheduler));
            if (!withMuted) continue;
            if (listens) networks.Add(networks[^1].Muted());
            else LogDeaf(log, name);
        }
        return networks;
    }

    private static IReadOnlyList<IBaseline> BaselinesOf(EvaluationSet set) =>
        set.TrainingMean is { } mean
            ? [FixedMap.CentredGaussian(), mean, new SpectralResidualBaseline()]
            : [FixedMap.CentredGaussian(), new SpectralResidualBaseline()];

    private static void Tell(EvaluationResult result, bool asJson, string set)
    {
        if (asJson) EvaluationJson.Write(Console.Out, set, result);
        else EvaluationTables.Write(Console.Out, set, result);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Notice:l}")]
    private static partial void LogNotice(ILogger log, string notice);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What sound adds to {Network:l} is not told: its weights are visual-only")]
    private static partial void LogDeaf(ILogger log, string network);
}
