using StavisLive.Training.Trainer.Validation;

namespace StavisLive.Training.Trainer;

/// <summary>The losses and scores of one epoch of a stage.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Steps">Steps of the stage so far.</param>
/// <param name="Loss">Mean loss of the epoch's examples.</param>
/// <param name="Validation">Scores of the averaged weights.</param>
/// <param name="Seconds">Time that the epoch took, without interruptions.</param>
public sealed record EpochRecord(string Stage, int Epoch, long Steps, double Loss, ValidationResult Validation, double Seconds);
