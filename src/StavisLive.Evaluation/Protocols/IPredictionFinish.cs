namespace StavisLive.Evaluation.Protocols;

/// <summary>Turns predictions into maps of the truth's size. Recycles its buffers; not thread-safe.</summary>
public interface IPredictionFinish
{
    /// <summary>Finishes a prediction of 112x112 values; what comes back is valid until the next call.</summary>
    ReadOnlySpan<double> Apply(ReadOnlySpan<double> prediction);
}
