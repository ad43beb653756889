using System.Globalization;
using Microsoft.Extensions.Logging;
using StavisLive.Training.Configuration;
using StavisLive.Training.Trainer;

namespace StavisLive.Cli.Running;

/// <summary>Shows how a training goes: a line that is renewed on a terminal, and a log line per epoch.</summary>
internal sealed partial class TrainingProgress(ILogger log, TimeProvider time) : ITrainingObserver, IDisposable
{
    // The line is for eyes; a step may take a tenth of this.
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(0.5);

    private readonly StatusLine? _line = Console.IsErrorRedirected ? null : new StatusLine();
    private string _stage = "";
    private long _firstStep;
    private long _started;
    private long _shown;

    /// <inheritdoc />
    public void Stepped(StageConfig stage, long step, long steps, double loss)
    {
        if (_stage != stage.Name) (_stage, _firstStep, _started) = (stage.Name, step, time.GetTimestamp());
        if (_line is null || time.GetElapsedTime(_shown) < Renewal) return;
        _shown = time.GetTimestamp();
        var left = TimeLeft.Text(time.GetElapsedTime(_started), step - _firstStep, steps - step);
        _line.Show(string.Create(CultureInfo.InvariantCulture, $"{stage.Name}: step {step}/{steps}  loss {loss:0.0000}{left}"));
    }

    /// <inheritdoc />
    public void EpochEnded(StageConfig stage, TrainingState state)
    {
        var epoch = state.Epochs[^1];
        LogEpoch(log, stage.Name, epoch.Epoch, stage.Epochs, epoch.Loss, epoch.Validation.ToString(), state.SinceBest == 0 ? " (best)" : "", epoch.Seconds);
    }

    /// <inheritdoc />
    public void Dispose() => _line?.Dispose();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stage:l} {Epoch}/{Epochs}: loss {Loss:0.0000}, {Validation:l}{Best:l}, {Seconds:0.0} s")]
    private static partial void LogEpoch(ILogger log, string stage, int epoch, int epochs, double loss, string validation, string best, double seconds);
}
