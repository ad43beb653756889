namespace StavisLive.Model.Inference.Benchmarking;

/// <summary>What to measure.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>Where and how to compute.</summary>
    public PredictorOptions Predictor { get; init; } = new();

    /// <summary>Streams that take turns.</summary>
    public int Streams { get; init; } = 1;

    /// <summary>Pictures that are new to each step of a stream, 1 to 16.</summary>
    public int NewPictures { get; init; } = 1;

    /// <summary>Steps in all that are measured, in the steady state.</summary>
    public int Steps { get; init; } = 300;

    /// <summary>Whether each layer is measured by itself as well.</summary>
    public bool Layers { get; init; }
}
