namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>How a stream comes to conv1's outputs of its next window.</summary>
/// <param name="Pushes">Whether pictures are pushed; else outputs are computed that it doesn't know.</param>
/// <param name="First">The first of the window's pictures that this needs; 16 if it needs none.</param>
internal readonly record struct StemTurn(bool Pushes, int First);
