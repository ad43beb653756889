namespace StavisLive.Model.Inference.Benchmarking;

/// <summary>A convolution by itself.</summary>
/// <param name="Name">Name in the network.</param>
/// <param name="Kernel">Shape of its kernel.</param>
/// <param name="Milliseconds">Median duration.</param>
/// <param name="GflopsPerSecond">Rate.</param>
/// <param name="PeakShare">Rate as a share of the machine's peak in the layer's precision.</param>
public sealed record LayerTiming(string Name, string Kernel, double Milliseconds, double GflopsPerSecond, double PeakShare);
