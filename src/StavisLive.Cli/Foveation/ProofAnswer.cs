using StavisLive.Evaluation.Foveation;

namespace StavisLive.Cli.Foveation;

/// <summary>What <c>foveate prove</c> has found.</summary>
/// <param name="Clip">The video's name.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Frames">Pictures that were encoded.</param>
/// <param name="FrameRate">Pictures per second.</param>
/// <param name="Observers">How many people's gaze; null without.</param>
/// <param name="Strength">K.</param>
/// <param name="Live">Whether as live video is encoded.</param>
/// <param name="Codecs">What was found at four qualities, by codec.</param>
/// <param name="TwoPass">What was found at four mean bitrates in two passes, by codec; empty where that wasn't asked for.</param>
internal sealed record ProofAnswer(
    string Clip, int Width, int Height, int Frames, double FrameRate, int? Observers, double Strength, bool Live,
    IReadOnlyDictionary<string, CodecResult> Codecs, IReadOnlyDictionary<string, CodecResult> TwoPass);
