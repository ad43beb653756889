using StavisLive.Core.Media;
using StavisLive.Evaluation.Clips;
using StavisLive.Evaluation.Metrics;

namespace StavisLive.Evaluation.Scoring;

/// <summary>One frame as it has just been scored; everything in it is borrowed for the call.</summary>
/// <param name="Number">Number of the frame in its video, from 0.</param>
/// <param name="Picture">The frame.</param>
/// <param name="Map">The network's map.</param>
/// <param name="Truth">What people looked at.</param>
/// <param name="Scores">The network's scores.</param>
public sealed record ScoredFrame(long Number, VideoFrame Picture, SaliencyMap Map, FrameTruth Truth, MapScores Scores);
