using StavisLive.Scenes.Backgrounds;
using StavisLive.Training.Datasets.Gaze;

namespace StavisLive.Training.Examples;

/// <summary>A photograph in memory with what people looked at.</summary>
internal sealed record StillPicture(string Name, string Group, DecodedPicture Picture, IReadOnlyList<Fixation> Fixations);
