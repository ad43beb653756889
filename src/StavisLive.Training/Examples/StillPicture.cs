using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Scenes.Backgrounds;

namespace StavisLive.Training.Examples;

/// <summary>A photograph in memory with what people looked at.</summary>
internal sealed record StillPicture(string Name, string Group, DecodedPicture Picture, IReadOnlyList<Fixation> Fixations);
